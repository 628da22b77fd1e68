"""Cells as files hold them: tables and workbooks into sheets of text, or a clear refusal."""
