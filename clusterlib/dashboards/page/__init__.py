"""What every page has: requests answered once, errors in words, names, shared scripts."""
