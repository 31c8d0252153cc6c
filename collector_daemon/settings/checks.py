"""What a setting must be beyond its type; a ValueError says in words what is wrong."""

from __future__ import annotations

import ipaddress
import re
from zoneinfo import ZoneInfo


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself and no network is between."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.localdomain")


def checked_regex(text: str, key: str) -> None:
    """Raise ValueError unless the text is a regular expression; ``key`` is what the message calls it."""
    try:
        re.compile(text)
    except re.error as problem:
        raise ValueError(f"{key} {text!r} is no regular expression: {problem}") from None


def checked_zone(name: str, key: str) -> None:
    """Raise ValueError unless this is a time zone that the system (or tzdata) knows."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{key} {name!r} is no time zone (Europe/Prague is one)") from None
