"""Numbers that somebody clicked elsewhere: ``tel:``, ``callto:`` and ``sip:`` links, as systems hand them over.

RFC 3966: visual separators mean nothing, ``;ext=`` is told apart and not dialled, ``;phone-context=`` says in which
plan a short number is one. Pure; nothing raises, because a link comes from any page: what is no number is None.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

SCHEMES = ("tel", "callto", "sip", "sips")
LONGEST = 500  # letters of a link that are looked at

_LINK = re.compile(r"\s*(tel|callto|sips?):(?://)?(.*)", re.IGNORECASE | re.DOTALL)
_SEPARATORS = re.compile(r"[\s\-.()/\u00a0\u2010-\u2015]")
_DIALLED = re.compile(r"\+?[0-9*#]{1,32}")
_TRUNK = re.compile(r"^(\s*\+[0-9]{1,3}[\s.\-]*)\(0\)")  # +44 (0)20 …: the 0 is for those at home
_SKYPE = re.compile(r"\+type=\w+$")
_CONTEXT = re.compile(r"\+[0-9]{1,10}")


class Clicked(msgspec.Struct, frozen=True):
    """What to dial: a number with an optional + and digits, and the extension to dial when somebody has answered."""

    number: str
    extension: str = ""


def clicked(link: str) -> Clicked | None:
    """The number of a link; None where there is none that could be dialled."""
    found = _LINK.fullmatch(link[:LONGEST]) if len(link) <= LONGEST else None
    if found is None:
        return None
    scheme, rest = found[1].lower(), found[2]
    subject, _, parameters = rest.partition("?")[0].partition(";")
    if scheme.startswith("sip") or "@" in subject:
        subject, parameters = _user_of(subject, parameters)
    number = _digits(_TRUNK.sub(r"\1", _SKYPE.sub("", unquote(subject))))
    given = _parameters(parameters)
    context = given.get("phone-context", "")
    if _CONTEXT.fullmatch(_SEPARATORS.sub("", context)) and not number.startswith("+"):
        number = _SEPARATORS.sub("", context) + number
    extension = _digits(given.get("ext", ""))
    return Clicked(number, extension if _DIALLED.fullmatch(extension) else "") if _DIALLED.fullmatch(number) else None


def _user_of(subject: str, parameters: str) -> tuple[str, str]:
    """The part of a SIP address before the @; its own parameters count, those of the address do not."""
    whole = f"{subject};{parameters}" if parameters else subject
    user, sign, _ = whole.partition("@")
    user = user if sign else subject
    subject, _, own = user.partition(";")
    return subject.partition(":")[0], own


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _parameters(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): unquote(value) for name, _, value in pairs if name.strip()}
