"""Reports that the daemon makes by itself: those that are due by mail or into a folder, and the nightly proof.

What a report is and how it is written is not here: see ``shared.reports``.
"""
