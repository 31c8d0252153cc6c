"""The console without a window."""
