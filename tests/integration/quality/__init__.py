"""Score cards and scores in a real database, under accounts' own roles."""
