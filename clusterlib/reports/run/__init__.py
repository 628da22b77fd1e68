"""The landing page of a run（批量评价结果）."""
