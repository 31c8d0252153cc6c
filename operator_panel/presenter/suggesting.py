"""Whom a typed text may mean: colleagues and people of my calls, by name without accents or by digits."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from operator_panel.presenter.colleagues import in_order, state_of
from operator_panel.presenter.keeping import Same
from operator_panel.presenter.seen import Seen
from operator_panel.presenter.told import OwnCall, OwnCalls
from operator_panel.presenter.who import named
from operator_panel.presenter.writing import folded, plain
from operator_panel.screen import Suggestion, Wish
from shared.domain import numbers
from shared.domain.dialling import pasted

MOST = 6
_FEWEST_DIGITS = 2


def found(seen: Seen, own: Same, text: str) -> tuple[Suggestion, ...]:
    """Colleagues first, then people of my calls, each number once."""
    wanted = folded(text)
    digits = "".join(sign for sign in text if sign.isdecimal()) if not any(sign.isalpha() for sign in text) else ""
    suggestions = {one.dial.text: one for one in _colleagues(seen, wanted, digits)}
    for one in _known(own, wanted, digits, seen.centre.country):
        dialled = pasted(one.number or "", seen.centre.country, seen.desk.outside_prefix)
        if len(dialled) == 1 and len(suggestions) < MOST:
            suggestions.setdefault(dialled[0].digits, _of_history(seen, one, dialled[0].digits))
    return tuple(suggestions.values())[:MOST]


def _colleagues(seen: Seen, wanted: str, digits: str) -> Iterator[Suggestion]:
    others = [row for row in seen.agents if row.agent != seen.agent]
    fitting = [
        row for row in others
        if _has_word(folded(row.name), wanted) or (digits and row.agent.startswith(digits))
    ]  # fmt: skip
    for row in in_order(seen, fitting):
        state = state_of(seen, row)
        yield Suggestion(plain(row.name or row.agent), row.agent, state.text, state.icon, Wish("dial", text=row.agent),
                         state.token)  # fmt: skip


@functools.lru_cache(maxsize=16)
def _known(own: Same, wanted: str, digits: str, country: str) -> tuple[OwnCall, ...]:
    """Calls whose name or number fits, the newest of each number."""
    if not isinstance(own.thing, OwnCalls):
        return ()
    fitting = dict[str, OwnCall]()
    for one in own.thing.rows:
        if one.number and not numbers.is_hidden(one.number) and _fits(one, wanted, digits, country):
            fitting.setdefault(numbers.e164(one.number, country) or one.number, one)
        if len(fitting) > MOST:
            break
    return tuple(fitting.values())


def _fits(one: OwnCall, wanted: str, digits: str, country: str) -> bool:
    if digits:
        known = numbers.e164(one.number or "", country) or one.number or ""
        return len(digits) > _FEWEST_DIGITS and digits.lstrip("0") in known
    return bool(one.name) and _has_word(folded(one.name or ""), wanted)


def _of_history(seen: Seen, one: OwnCall, digits: str) -> Suggestion:
    name, number = named(seen, one.number, one.name)
    note = seen.language.text("call of {time}", time=seen.when(one.at))
    return Suggestion(name, number, note, "history", Wish("dial", text=digits))


def _has_word(name: str, wanted: str) -> bool:
    """Does one of the name's words begin with what is wanted?"""
    return bool(wanted) and (name.startswith(wanted) or f" {wanted}" in name)
