"""The operator's panel: one agent's calls, queues and pauses in a small window.

Nothing is here yet: the program arrives with its own issue, and its entry point with it. It will speak to the
collector daemon's feed only; an operator's PC holds no database password (dependency rule 7).
"""
