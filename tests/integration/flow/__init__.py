"""Entries on their way through the daemon where something is wrong: a full disk, a fault of ours, a bad moment."""
