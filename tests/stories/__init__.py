"""Recordings in, facts out: see README.md. Adding a case is adding a folder."""
