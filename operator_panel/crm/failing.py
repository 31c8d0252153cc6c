"""What can be wrong with a link: said once, when it is read."""

from __future__ import annotations

from shared.errors import BadSettings


class BadTemplate(BadSettings):
    """A template that cannot be understood, or that could let a caller's words out of their place; one line."""
