"""What is known of applicants（申报单位）: figures as arrays, and where each came from."""
