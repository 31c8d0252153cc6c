"""Passwords to be handed over: long enough that nobody guesses them, of letters that nobody confuses."""

from __future__ import annotations

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LENGTH = 4, 4
"""31 letters, 16 of them: 79 bits."""


def made_up() -> str:
    """``k3ph-9wqt-m2xc-7dna``."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
