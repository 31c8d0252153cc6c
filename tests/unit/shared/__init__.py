"""The small foundations of ``shared``: settings, credentials, logs, clock, errors."""
