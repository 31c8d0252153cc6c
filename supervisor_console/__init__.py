"""The supervisor's console: live state, calls, statistics, billing, campaigns and administration.

Nothing is here yet: the program arrives with its own issue, and its entry point with it. It will be the only
desktop program that reads the database, under the supervisor's own Postgres role.
"""
