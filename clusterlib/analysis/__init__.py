"""What if: distance, before and after, what would change a verdict, comparison; pure."""
