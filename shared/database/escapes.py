"""Text that Postgres refuses, written so that it takes it, and read back exactly.

Postgres stores no NUL, and in UTF-8 no lone surrogates (which is how bytes that are no UTF-8 live in our
texts). Each such letter becomes SUBSTITUTE (U+001A) and its number in four hexadecimal digits; a SUBSTITUTE
that was there itself is written the same way, so that nothing is ambiguous. All other text is stored as it
is.
"""

from __future__ import annotations

import hashlib
import re

REFUSED = re.compile("[\x00\x1a\ud800-\udfff]")
ESCAPED = re.compile("\x1a([0-9a-f]{4})")

LONGEST_KEY = 160
"""Letters of an identifier.

Asterisk's own longest has 149; three of these must fit into a btree's 2,704 bytes.
"""


def escape(text: str) -> str:
    """``text`` as Postgres can store it."""
    return REFUSED.sub(_numbered, text) if REFUSED.search(text) else text


def unescape(stored: str) -> str:
    """What ``escape`` was given."""
    return ESCAPED.sub(_letter, stored) if "\x1a" in stored else stored


def identifier(text: str) -> str:
    """``text`` as part of a key: escaped, and if it is absurdly long cut and told apart by its hash."""
    stored = escape(text)
    if len(stored) <= LONGEST_KEY:
        return stored
    digest = hashlib.sha256(stored.encode()).hexdigest()[:16]
    return f"{stored[: LONGEST_KEY - 17]}~{digest}"


def _numbered(found: re.Match[str]) -> str:
    return f"\x1a{ord(found.group()):04x}"


def _letter(found: re.Match[str]) -> str:
    return chr(int(found.group(1), 16))
