"""The widgets of the billing page: they render, and say what was clicked."""
