"""The columns of the page's three tables: what stands in them, how wide, which give way first."""

from __future__ import annotations

import math

from shared.qt import paint_text
from shared.qt.ground import Ground
from supervisor_console.live.screen import AgentLine, MissedLine, WaitingLine, Words
from supervisor_console.views.cells import PADDING, Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.sizes import BODY

NUMBER = "+420 000 000 000"
"""No number is longer: the others give way rather than that it is cut."""


def key_of(row: AgentLine | WaitingLine | MissedLine) -> tuple[str, str]:
    """Whose row it is: (pbx, extension or call)."""
    return row.pbx, row.agent if isinstance(row, AgentLine) else row.call


def _words(words: Words, weight: int = 400, *, is_state: bool = False) -> Cell:
    return Cell(words.text, words.token, words.icon, weight=weight, is_state=is_state)


def _muted(text: str) -> Cell:
    return Cell(text, "muted")


def _whole_number() -> int:
    return math.ceil(paint_text.advance(NUMBER, BODY, 400)) + 2 * PADDING


def waiting_columns(ground: Ground) -> tuple[Spec[WaitingLine], ...]:
    """Of calls that wait."""

    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="order", title=lambda: text("No.|order"), cell=lambda row: _muted(row.number), width=48),
        Spec(name="caller", title=lambda: text("Caller"), cell=lambda row: _words(row.caller), is_stretched=True,
             least=_whole_number()),
        Spec(name="queue", title=lambda: text("Queue"), cell=lambda row: Cell(row.queue), width=90, rank=1),
        Spec(name="where", title=lambda: text("Where"), cell=lambda row: _words(row.where), width=92, rank=2),
        Spec(name="wait", title=lambda: text("Waiting|how long"), cell=lambda row: _words(row.time, 600), width=86,
             is_right=True),
    )  # fmt: skip


def missed_columns(ground: Ground) -> tuple[Spec[MissedLine], ...]:
    """Of callers who gave up."""

    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="at", title=lambda: text("Time"), cell=lambda row: Cell(row.at), width=82),
        Spec(name="caller", title=lambda: text("Caller"), cell=lambda row: _words(row.caller), is_stretched=True,
             least=_whole_number()),
        Spec(name="queue", title=lambda: text("Queue"), cell=lambda row: Cell(row.queue), width=90, rank=1),
        Spec(name="waited", title=lambda: text("Waited"), cell=lambda row: Cell(row.waited), width=58, is_right=True),
        Spec(name="call", title=lambda: "", cell=_missed_cell, width=82,
             is_right=True, is_kept=True),
    )  # fmt: skip


def _missed_cell(row: MissedLine) -> Cell:
    """To call back, or when that was done."""
    if row.dial is None:
        return _words(row.done)
    return Cell(row.dial.text, "accent" if row.dial.is_enabled else "muted", weight=500, hint=row.dial.hint)


def agent_columns(ground: Ground) -> tuple[Spec[AgentLine], ...]:
    """Of operators."""

    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="state", title=lambda: text("State"), cell=lambda row: _words(row.state, 500, is_state=True),
             width=132, order=lambda row: row.state_order),
        Spec(name="name", title=lambda: text("Operator"), cell=lambda row: Cell(row.name), width=176, is_kept=True,
             order=lambda row: row.name.casefold()),
        Spec(name="extension", title=lambda: text("Line|extension"), cell=lambda row: _muted(row.agent), width=68,
             order=lambda row: row.order),
        Spec(name="time", title=lambda: text("In state"), cell=lambda row: _words(row.time, 600), width=92,
             order=lambda row: row.seconds, is_right=True),
        Spec(name="about", title=lambda: text("Queue and other side / reason"), is_stretched=True, least=216,
             cell=lambda row: Cell(row.about, more=row.about_more)),
        Spec(name="today", title=lambda: text("Today"), cell=lambda row: Cell(str(row.today)), width=62, rank=1,
             order=lambda row: row.today, is_right=True),
        Spec(name="average", title=lambda: text("Avg.|talk"), cell=lambda row: Cell(row.average), width=68, rank=2,
             order=lambda row: row.average_seconds, is_right=True),
        Spec(name="missed", title=lambda: text("Missed|calls"), cell=lambda row: Cell(str(row.missed)), width=88,
             order=lambda row: row.missed, is_right=True, is_shown=False),
        Spec(name="queues", title=lambda: text("Queues"), cell=lambda row: _muted(row.queues), width=220,
             is_shown=False),
        Spec(name="account", title=lambda: text("Account"), cell=lambda row: _muted(row.account), width=120,
             is_shown=False),
    )  # fmt: skip
