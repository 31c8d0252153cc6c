"""Reports that are due, without a database."""
