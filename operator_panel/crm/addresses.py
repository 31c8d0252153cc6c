"""Which addresses the panel opens: pages and mail, and what the panel's own settings name beside; never a file or code.

An address is handed to the system, which starts whatever is registered for its scheme; so the scheme is known here.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from operator_panel.settings import NEVER_SCHEMES
from shared.templates import BadTemplate

ALWAYS = frozenset({"http", "https", "mailto"})
LONGEST = 2000  # letters; Windows opens no longer ones

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FIXED = re.compile(r"(https?)://[^/?#\s{}@\\]+[/?#]")


def openable(address: str, schemes: frozenset[str] = frozenset()) -> str:
    """The address, if it may be opened. Raises BadTemplate with one line. ``schemes``: allowed beside the usual."""
    found = _SCHEME.match(address)
    scheme = found[1].lower() if found else ""
    if scheme in NEVER_SCHEMES or scheme not in ALWAYS | schemes:
        raise BadTemplate(f"addresses of {scheme or 'no scheme'} are not opened; allowed_schemes may name others")
    if not address.isprintable() or any(sign.isspace() or sign in '"<>\\^`{|}' for sign in address):
        raise BadTemplate(f"the {scheme} address holds signs that no address may hold")
    if len(address) > LONGEST:
        raise BadTemplate(f"the {scheme} address is longer than {LONGEST} letters")
    if scheme in {"http", "https"} and not _has_host(address):
        raise BadTemplate("the address names no server")
    return address


def host_of(address: str) -> str:
    """The server of an address, for people to read; nothing of its path, which may be a secret."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def check_opening(opening: str, schemes: frozenset[str], *, is_all: bool) -> None:
    """What stands before a template's first placeholder must say the scheme and all of the server's name.

    Else a caller's name could choose where to go. ``is_all``: nothing follows. Raises BadTemplate.
    """
    found = _SCHEME.match(opening)
    if found is None:
        raise BadTemplate("the template is no address like https://host/path")
    scheme = found[1].lower()
    if scheme in NEVER_SCHEMES or scheme not in ALWAYS | schemes:
        raise BadTemplate(f"addresses of {scheme} are not opened; allowed_schemes may name others")
    if scheme in {"http", "https"} and not _FIXED.match(opening.lower() + "/" * is_all):
        raise BadTemplate("the server must stand in the template as it is, and a / ? or # behind it")


def _has_host(address: str) -> bool:
    return bool(host_of(address))
