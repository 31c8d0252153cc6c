"""Hints under the mouse, always as plain text: Qt would read a caller's name with brackets in it as HTML."""

from __future__ import annotations

from html import escape


def tip(text: str) -> str:
    """The text so that a tool tip shows just itself, in as many lines as it needs."""
    lines = escape(text, quote=False).replace("\n", "<br>")
    return f"<qt>{lines}</qt>" if text else ""
