"""The wallboard's tiles, header and ticker drawn from screens made by hand."""
