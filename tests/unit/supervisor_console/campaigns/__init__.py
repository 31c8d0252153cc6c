"""The campaigns page's own sense, without widgets and without a database."""
