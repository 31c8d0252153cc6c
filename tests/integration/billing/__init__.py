"""Billing on a real Postgres: rated, closed, numbered, paid, delivered; and its commands over a real daemon's feed."""
