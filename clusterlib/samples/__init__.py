"""Samples that come along: facts on real clusters with their sources, and fictional applicants."""

from clusterlib.samples.real import real_facts, write_real_table
from clusterlib.samples.writing import SamplePaths, write_samples

__all__ = ["SamplePaths", "real_facts", "write_real_table", "write_samples"]
