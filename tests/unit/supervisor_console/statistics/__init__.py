"""The statistics page's own sense, without widgets and without a database."""
