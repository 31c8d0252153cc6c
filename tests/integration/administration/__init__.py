"""Commands of administrators, with the real daemon and the real database."""
