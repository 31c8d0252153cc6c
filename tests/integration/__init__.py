"""Rooms with their real neighbours: a real Postgres, real sockets."""
