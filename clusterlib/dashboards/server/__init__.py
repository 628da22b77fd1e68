"""`clusterlib serve` and `clusterlib lab`: the server of the pages, and JupyterLab."""
