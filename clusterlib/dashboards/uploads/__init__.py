"""Files that a visitor drops on a page（放入文件）: taken in parts, kept for the session."""
