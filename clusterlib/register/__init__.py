"""Titles over time（称号台账）: what happened, what is so on a day, what is due."""
