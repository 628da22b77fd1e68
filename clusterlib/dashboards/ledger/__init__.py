"""What the pages on the register share（台账）: its store, and what it holds on a day."""
