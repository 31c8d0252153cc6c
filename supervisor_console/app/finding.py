"""What the search of the top bar means: a number where it looks like one, a name otherwise, in the last 30 days."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from shared.domain.board import AgentRow
from shared.domain.search.query import Period, Query, Term
from supervisor_console.page import Console
from supervisor_console.shell.views.menus import reading_list

LEAST_DIGITS = 3
SHORT = 5
"""So many digits or fewer may be an operator's extension; more are a part of a telephone number."""
_BETWEEN = frozenset(" +-/().")


def terms_of(text: str, agents: Iterable[AgentRow] | None = None) -> tuple[Term, ...]:
    """All that may be meant by what was typed, the likeliest first: an operator only where one has that extension.

    ``agents`` None: nobody knows now which operators there are.
    """
    digits = "".join(letter for letter in text if letter.isdigit())
    is_number = len(digits) >= LEAST_DIGITS and all(letter.isdigit() or letter in _BETWEEN for letter in text)
    if not is_number:
        return (Term(field="name", values=(text,)),)
    number = Term(field="number", values=(f"*{digits}*",))
    is_short = len(digits) <= SHORT and digits == text
    is_operator = is_short and (agents is None or any(one.agent == digits for one in agents))
    return (Term(field="agent", values=(digits,)), number) if is_operator else (number,)


def found_by(term: Term) -> Query:
    """The query for it."""
    return Query(period=Period(preset="last_30_days"), terms=(term,))


def find(console: Console, anchor: QWidget, text: str) -> None:
    """Show what was meant; where it may be two things, ask which, under ``anchor``."""
    known = tuple(console.feed.board.agents)
    terms = terms_of(text, known or None) if text else ()
    if len(terms) > 1:
        names = {one.agent: one.name for one in known}
        reading_list(console.ground, anchor, terms, names, lambda term: console.open_search(found_by(term)))
    elif terms:
        console.open_search(found_by(terms[0]))
