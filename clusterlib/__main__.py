"""Run the command line: ``python -m clusterlib``."""

from clusterlib.cli import main

main()
