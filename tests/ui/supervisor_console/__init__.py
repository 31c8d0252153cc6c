"""The supervisor's console in a window."""
