"""What a reader gets: tables, sentences, charts, pages."""
