"""Statistics' sums and the reports' questions against plain counting of the same facts in Python."""
