"""The header ``Range`` of HTTP, for one range of bytes (RFC 9110, section 14). Pure."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)


class NotThere(Exception):
    """None of the bytes asked for exist."""


def asked_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First byte and how many; None: all of it (no header, several ranges, or one that is not to be understood).

    Raises NotThere.
    """
    found = _RANGE.fullmatch(header) if header is not None else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        count = min(int(last), size)
        return _checked(size - count, count)
    end = size if not last else min(int(last) + 1, size)
    if last and int(last) < int(first):
        return None
    return _checked(int(first), end - int(first))


def _checked(start: int, count: int) -> tuple[int, int]:
    if count <= 0:
        raise NotThere
    return start, count
