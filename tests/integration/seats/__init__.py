"""Seats, wrap-ups and closing time: the daemon with a real database, a simulated PBX and real clients."""
