"""My calls, today's and earlier ones, as a list.

A list of a thousand calls is made once and kept while nothing of it changes: it is looked at every second.
"""

from __future__ import annotations

import functools
from collections import Counter

from operator_panel.presenter.keeping import Same
from operator_panel.presenter.own_line import day_title, line
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import OwnCall, OwnCalls
from operator_panel.presenter.writing import folded
from operator_panel.screen import CallLine, CallList, Choice, Empty, Wish
from shared.language import to_translate

FILTERS = {
    "all": to_translate("All|calls"), "handled": to_translate("Handled"), "missed": to_translate("Missed"),
    "outgoing": to_translate("Outgoing"),
}
SHOWN = 300
"""So many lines are made; older calls are found by searching."""


def calls(seen: Seen) -> CallList:
    """The list that filter and search choose."""
    language, chosen = seen.language, seen.moment.choices
    searched = seen.moment.searched
    own = searched if searched is not None and searched.text == chosen.search else seen.moment.own_calls
    search, placeholder = chosen.search, language.text("Search in my calls")
    if own is None:
        text = language.text("Calls are being fetched") if seen.sight == "live" else ""
        return CallList(search=search, placeholder=placeholder, empty=Empty(text, "", "handset"))
    rows, shown_filter = _found(Same(own), folded(search)), chosen.call_filter
    if shown_filter not in FILTERS:
        shown_filter = "all"
    lines = _lines(Same(own), Same(seen.welcome), _View(seen), shown_filter, folded(search))
    return CallList(
        _filters(seen, rows, shown_filter), lines, search, placeholder, _empty(seen, own, search) if not lines else
        Empty(), _note(seen, own, rows),
    )  # fmt: skip


def _filters(seen: Seen, rows: tuple[OwnCall, ...], chosen: str) -> tuple[Choice, ...]:
    counts = Counter(one.kind for one in rows)
    numbers = {str(kind): count for kind, count in counts.items()} | {"all": len(rows)}
    return tuple(
        Choice(Wish("filter", choice=name), seen.language.text(title), seen.language.number(numbers.get(name, 0)),
               is_chosen=name == chosen)
        for name, title in FILTERS.items()
    )  # fmt: skip


def _empty(seen: Seen, own: OwnCalls, search: str) -> Empty:
    language = seen.language
    if own.rows or search:
        return Empty(language.text("Nothing found"), "", "search")
    text = language.text("Answered, missed and outgoing calls will show here.")
    return Empty(language.text("No calls yet"), text, "handset")


def _note(seen: Seen, own: OwnCalls, rows: tuple[OwnCall, ...]) -> str:
    language = seen.language
    if seen.sight in ("lost", "refused"):
        return language.text("as of {time}", time=seen.clock(seen.heard_at, has_seconds=True))
    if not own.is_complete:
        return language.text("The last calls are being stored and will come.")
    if len(rows) > SHOWN:
        return language.text("Older calls are found by searching.")
    return ""


class _View:
    """What the lines depend on beside calls, welcome, filter and search."""

    __slots__ = ("key", "seen")

    def __init__(self, seen: Seen) -> None:
        can_dial = seen.can_act and seen.may("call.own") and seen.agent is not None
        drafts = tuple(sorted((call, draft.disposition) for call, draft in seen.moment.drafts.items()))
        self.seen, self.key = seen, (seen.language, seen.today, can_dial, drafts, tuple(seen.names.items()))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _View) and other.key == self.key


@functools.lru_cache(maxsize=4)
def _found(own: Same, search: str) -> tuple[OwnCall, ...]:
    """Calls of which number, name, note or outcome has the words; digits are found in numbers however written."""
    assert isinstance(own.thing, OwnCalls)
    if not search or own.thing.text:  # the daemon has searched already
        return own.thing.rows
    digits = "".join(sign for sign in search if sign.isdecimal())
    return tuple(
        one for one in own.thing.rows
        if search in folded(" ".join(filter(None, (one.name, one.note, one.disposition, one.number))))
        or (len(digits) > 2 and digits in (one.number or ""))
    )  # fmt: skip


@functools.lru_cache(maxsize=4)
def _lines(own: Same, _welcome: Same, view: _View, chosen: str, search: str) -> tuple[CallLine, ...]:
    rows = [one for one in _found(own, search) if chosen in ("all", one.kind)][:SHOWN]
    lines, day = [], view.seen.today
    for one in rows:
        its = one.at.astimezone(view.seen.zone).date()
        lines.append(line(view.seen, one, heading="" if its == day else day_title(view.seen, one.at, its)))
        day = its
    return tuple(lines)
