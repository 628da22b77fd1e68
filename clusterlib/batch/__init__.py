"""Many applicants: inputs, one notebook run each, workers, what a run leaves behind."""
