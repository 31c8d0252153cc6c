"""One module a revision, in order of their numbers.

SQL of any length lies beside it. Frozen once released.
"""
