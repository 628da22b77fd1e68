"""What the pages share that try other thresholds: cohort, standard, table, assumption, link."""
