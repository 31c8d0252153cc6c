"""Templates with placeholders: parsed once, then pure. What a value may not do is leave its place.

======================  ==============================================================================================
``{name}``              the value
``{callerid[3:]}``      a part of it, as Python counts: ``[3:]`` ``[-9:]`` ``[:4]`` ``[2:5]`` ``[0]``
``{callerid/^00/+/}``   a regular expression replaced; ``\\/`` is a slash in it; may be followed by another, or a part
``{name:raw}``          as it is, without escaping; other words: upper, lower, digits (nothing else is left), number
``{name|unknown}``      a text for where the value is empty; comes last and goes up to the ``}``
``{{``                  a brace; one that is not followed by a letter is a brace too, so that JSON is written as it is
======================  ==============================================================================================

``Place`` says what values are escaped for; it is known when the template is parsed, and so is everything that could be
wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import partial
from urllib.parse import quote

from shared.templates.failing import BadTemplate
from shared.templates.replacing import Replacement

LONGEST_TEMPLATE = 4000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?")
_PART = re.compile(r"\[\s*(-?\d{1,4})?\s*(:)?\s*(-?\d{1,4})?\s*\]")
_WORD = re.compile(r":([a-z]+)")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&:@/])")
_RESERVED = ":/?#[]@!$&'()*+,;=%~-._"

Step = Callable[[str], str]
Check = Callable[[str], None]
"""Raises BadTemplate where there is no placeholder of that name."""


class Place(Enum):
    """Where a rendered text goes, and so how its values are escaped."""

    URL = "url"
    JSON = "json"
    HEADER = "header"
    ARGUMENT = "argument"
    TEXT = "text"
    MARKDOWN = "markdown"


class Template:
    """A text with placeholders. Raises BadTemplate with one line. ``names``: the placeholders it uses."""

    def __init__(self, source: str, place: Place, check: Check) -> None:
        if len(source) > LONGEST_TEMPLATE:
            raise BadTemplate(f"a template may have {LONGEST_TEMPLATE} letters")
        self._parts = tuple(_parsed(source, place, check))
        self.names = frozenset(part.name for part in self._parts if isinstance(part, _Placeholder))
        if place is Place.JSON:
            self._check_json()

    def rendered(self, values: Mapping[str, str]) -> str:
        """The text for these values; a value that is not there is empty."""
        return "".join(part if isinstance(part, str) else part.rendered(values) for part in self._parts)

    def opening(self) -> str:
        """What is before the first placeholder."""
        return self._parts[0] if self._parts and isinstance(self._parts[0], str) else ""

    def _check_json(self) -> None:
        """Values must stand inside quotes: with a bare word for each of them the text must be JSON."""
        text = "".join(part if isinstance(part, str) else part.sample for part in self._parts)
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise BadTemplate(
                'the body is no JSON; placeholders stand inside quotes, "{name}", or are numbers, {wait:number}'
            ) from None


class _Placeholder:
    """A name, and what is done with its value on the way."""

    def __init__(self, name: str, steps: tuple[Step, ...], default: str, escape: Step, sample: str) -> None:
        self.name, self.sample = name, sample
        self._steps, self._default, self._escape = steps, default, escape

    def rendered(self, values: Mapping[str, str]) -> str:
        text = values.get(self.name, "")
        for step in self._steps:
            text = step(text)
        return self._escape(text or self._default)


# --- reading


def _parsed(source: str, place: Place, check: Check) -> Iterator[str | _Placeholder]:
    at, literal = 0, ""
    while at < len(source):
        if source.startswith("{{", at):
            literal, at = literal + "{", at + 2
        elif source[at] == "{" and _NAME.match(source, at + 1):
            if literal:
                yield literal
            placeholder, at = _placeholder(source, at + 1, place, check)
            literal = ""
            yield placeholder
        else:
            literal, at = literal + source[at], at + 1
    if literal:
        yield literal


def _placeholder(source: str, at: int, place: Place, check: Check) -> tuple[_Placeholder, int]:
    found = _NAME.match(source, at)
    assert found is not None
    name, at = found[0], found.end()
    check(name)
    steps: list[Step] = []
    words: set[str] = set()
    default = ""
    while source[at : at + 1] != "}":
        sign = source[at : at + 1]
        if sign == "[":
            step, at = _part(source, at)
            steps.append(step)
        elif sign == "/":
            pattern, at = _until(source, at + 1, "/", name)
            by, at = _until(source, at, "/", name)
            steps.append(Replacement(pattern, by).made_in)
        elif sign == ":":
            word, at = _word(source, at, name)
            words.add(word)
            steps.extend([_WORDS[word]] if word in _WORDS else [])
        elif sign == "|":
            default, at = _until(source, at + 1, "}", name)
            at -= 1
        else:
            raise BadTemplate(f"{{{name}… does not end: a }} is missing after {source[at - 8 : at]!r}")
    escape, sample = _escaping(place, words, name)
    return _Placeholder(name, tuple(steps), default, escape, sample), at + 1


def _part(source: str, at: int) -> tuple[Step, int]:
    found = _PART.match(source, at)
    if found is None or (found[2] is None and (found[1] is None or found[3] is not None)):
        raise BadTemplate(f"{source[at : at + 12]!r} is no part like [3:] or [-9:]")
    first, last = found[1] and int(found[1]), found[3] and int(found[3])
    if found[2] is None:
        first, last = int(found[1]), int(found[1]) + 1 or None
    return partial(_sliced, slice(first, last)), found.end()


def _sliced(part: slice, text: str) -> str:
    return text[part]


def _until(source: str, at: int, end: str, name: str) -> tuple[str, int]:
    """The text up to an ``end`` that has no backslash before it, and the place behind that."""
    text = ""
    while at < len(source):
        if source[at] == "\\" and source[at + 1 : at + 2] == end:
            text, at = text + end, at + 2
        elif source[at] == "\\" and end == "/":
            text, at = text + source[at : at + 2], at + 2
        elif source[at] == end:
            return text, at + 1
        else:
            text, at = text + source[at], at + 1
    raise BadTemplate(f"{{{name}… does not end: a {end} is missing")


def _word(source: str, at: int, name: str) -> tuple[str, int]:
    found = _WORD.match(source, at)
    if found is None or found[1] not in {*_WORDS, "raw", "number"}:
        said = found[1] if found else source[at + 1 : at + 9]
        raise BadTemplate(f"{{{name}:{said}}} is not known; there are raw, number, digits, upper, lower")
    return found[1], found.end()


# --- what is done with a value


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


_WORDS: dict[str, Step] = {"upper": str.upper, "lower": str.lower, "digits": _digits}


def _escaping(place: Place, words: set[str], name: str) -> tuple[Step, str]:
    """How a value is escaped here, and what stands for it when the body is checked."""
    if "number" in words and place is Place.JSON:
        return _as_number, "null"
    if "raw" in words and place is Place.JSON:
        raise BadTemplate(f"{{{name}:raw}}: in JSON every value is escaped")
    if "raw" in words and place is Place.URL:
        return _as_written, "x"
    return _ESCAPES[place], "x"


def _as_number(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else "null"


def _as_written(text: str) -> str:
    """What no address may hold is escaped all the same: spaces, quotes, letters with accents."""
    return quote(text, safe=_RESERVED, errors="replace")


def _in_url(text: str) -> str:
    """Everything but letters and digits of ASCII and ``-_~.`` as %XX; dots alone would climb out of a path."""
    return "" if text in {".", ".."} else quote(text, safe="", errors="replace")


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _in_header(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _in_markdown(text: str) -> str:
    """Every sign that could mean something as itself: a name shows no link, no emphasis and no HTML."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _as_it_is(text: str) -> str:
    return text.replace("\0", "")


_ESCAPES: dict[Place, Step] = {
    Place.URL: _in_url,
    Place.JSON: _in_json,
    Place.HEADER: _in_header,
    Place.ARGUMENT: _as_it_is,
    Place.TEXT: _as_it_is,
    Place.MARKDOWN: _in_markdown,
}
