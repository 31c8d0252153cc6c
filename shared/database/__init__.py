"""Postgres: what is stored, how it gets there in steps, and how to reach it.

Here: the tables (``tables``), the steps that make and change them (``migrations``), addresses and
connections (``connection``), and the server of our own that runs where nobody configured one (``bundled``).
Not here: writing facts (``collector_daemon.store``) and reading them for reports. Read ``tables`` next.
"""
