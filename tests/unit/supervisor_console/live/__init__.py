"""The page of what goes on now, without a window."""
