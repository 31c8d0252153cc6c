"""Rules that run: imports, sizes, purity, words, style and types of the whole project."""
