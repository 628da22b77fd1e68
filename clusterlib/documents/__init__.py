"""Papers that can be signed（文书）: built as data, then rendered as DOCX, HTML and PDF."""
