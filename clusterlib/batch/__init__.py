"""Many notebooks: engine, workers and schedulers."""
