"""What the regulation and a standard say on a day."""
