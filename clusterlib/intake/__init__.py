"""What a county and the federation send, read into figures with every problem at once."""
