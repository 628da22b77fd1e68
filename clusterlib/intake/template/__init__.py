"""Blank forms to be filled in（空白表）."""
