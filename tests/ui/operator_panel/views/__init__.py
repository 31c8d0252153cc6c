"""The views of the panel between calls, with screens made by hand."""
