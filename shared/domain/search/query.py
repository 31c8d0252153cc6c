"""What can be asked of stored calls: a period, and terms that must all hold; a term holds for any of its values.

Numbers are in seconds where a criterion is a length, else counts. Texts are compared without regard to case and
accents. ``caller`` numbers are compared by their digits, however they were written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

Field = Literal[
    "number", "name", "line", "queue", "agent", "rang", "missed", "direction", "outcome", "visit", "ended_by",
    "wait", "ring", "talk", "hold", "length", "attempts",
    "transferred", "held", "consulted", "parked", "recorded", "gap", "called_back", "disposed", "noted",
    "disposition", "note", "crm", "campaign", "digits", "clock", "weekday", "pbx", "call",
]  # fmt: skip
"""``agent``: who talked with the customer; ``rang``: whose phone rang; ``missed``: rang and was not answered there.

``outcome`` is the call's, ``visit`` that of any of its queue visits; ``ring``: the longest ringing; ``attempts``: how
often a phone rang; ``wait``: all waiting in queues together; ``length``: from the first ring to the last hang-up;
``crm``: ``field=value`` of a form or an answer of the CRM; ``digits``: what the caller keyed in; ``clock``: the time of
day at the beginning, ``HH:MM-HH:MM``; ``call``: the PBX's id.
"""
Kind = Literal["choice", "number", "text", "length", "count", "truth", "clock"]
Preset = Literal[
    "last_hour", "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "last_7_days",
    "last_30_days", "this_year", "all",
]  # fmt: skip
Order = Literal["newest", "oldest", "longest_wait", "longest_talk", "longest"]

KINDS: dict[Field, Kind] = {
    "number": "number", "name": "text", "line": "number", "queue": "choice", "agent": "choice", "rang": "choice",
    "missed": "choice", "direction": "choice", "outcome": "choice", "visit": "choice", "ended_by": "choice",
    "wait": "length", "ring": "length", "talk": "length", "hold": "length", "length": "length", "attempts": "count",
    "transferred": "truth", "held": "truth", "consulted": "truth", "parked": "truth", "recorded": "truth",
    "gap": "truth", "called_back": "truth", "disposed": "truth", "noted": "truth", "disposition": "choice",
    "note": "text", "crm": "text", "campaign": "choice", "digits": "text", "clock": "clock", "weekday": "choice",
    "pbx": "choice", "call": "choice",
}  # fmt: skip
"""What a criterion is asked with: see ``Term``."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A preset, counted from now in the centre's zone; or [since, until), None: open on that side."""

    preset: Preset | None = "today"
    since: datetime | None = None
    until: datetime | None = None


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion. What it is asked with depends on ``KINDS``:

    - choice, text, clock: ``values``, any of which will do; a text is found when all its words begin words of what was
      written;
    - number: ``values`` of digits; ``*`` stands for anything: ``777*`` begins so, ``*123`` ends so, ``*55*`` has it;
    - length, count: ``lowest`` and ``highest``, both included unless ``is_strict``; None: no bound;
    - truth: nothing more.

    ``is_not``: calls of which it is not so.
    """

    field: Field
    values: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    is_strict: bool = False
    is_not: bool = False


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched, and in which order it is shown."""

    period: Period = Period()
    terms: tuple[Term, ...] = ()
    order: Order = "newest"
