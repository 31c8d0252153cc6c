"""What one build consists of: the export of the commit, the frozen programs, the packages, their sums and parts.

Only the standard library: ``build.py`` runs with the system's Python, before anything is installed. What freezes the
programs is installed into an environment of its own, locked by ``requirements/build.txt``.
"""
