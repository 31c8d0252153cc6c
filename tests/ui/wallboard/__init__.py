"""The wallboard in real windows."""
