"""Exactly what the page of quality shows, in words and tokens. No Qt."""

from __future__ import annotations

from typing import Literal

import msgspec

Token = Literal["text", "muted", "ringing", "talking", "held", "good", "warn", "bad", "accent"]
"""A colour by its meaning."""
Tab = Literal["calls", "operators"]
Key = tuple[str, str, str]
"""PBX, call, agent."""
WishKind = Literal[
    "tab", "period", "source", "each", "draw", "call", "open_call", "card", "answer", "comment", "save", "operator",
    "edit_cards", "export", "retry",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What is wished. ``value`` by kind: a tab, a preset, a key …; of an answer (question, value)."""

    kind: WishKind
    value: object = None


class Pick(msgspec.Struct, frozen=True):
    """One of a choice."""

    value: object
    text: str
    note: str = ""


class Picks(msgspec.Struct, frozen=True):
    """A choice: its label, what may be chosen, what is."""

    label: str
    picks: tuple[Pick, ...]
    marked: object

    @property
    def text(self) -> str:
        """The words of what is chosen."""
        return next((one.text for one in self.picks if one.value == self.marked), "")


class CallLine(msgspec.Struct, frozen=True, kw_only=True):
    """A call to be scored, for one operator who talked in it."""

    key: Key
    operator: str
    when: str
    order: float
    customer: str
    queue: str
    talk: str
    talk_ms: int
    state: str
    icon: str
    token: Token


class CourseLine(msgspec.Struct, frozen=True):
    """One thing that happened in the call, ``at_ms`` from its beginning."""

    key: int
    at_ms: int
    clock: str
    icon: str
    token: Token
    text: str
    length: str


class AnswerPick(msgspec.Struct, frozen=True):
    """A button under a question; None: not applicable. ``letters``: the keys that press it."""

    value: int | None
    text: str
    letters: str


class QuestionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A question. ``answered`` False: nothing is marked yet. ``is_failed``: this answer fails the whole call."""

    key: str
    text: str
    note: str
    picks: tuple[AnswerPick, ...]
    is_answered: bool = False
    marked: int | None = None
    is_fatal: bool = False
    is_failed: bool = False


class FormPart(msgspec.Struct, frozen=True):
    """A section of the form."""

    title: str
    questions: tuple[QuestionLine, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the chosen call. ``figure``: the score so far."""

    key: Key
    title: str
    subtitle: str
    cards: Picks
    parts: tuple[FormPart, ...]
    figure: str
    token: Token
    progress: str
    comment: str
    comment_hint: str
    note: str = ""
    save: str = ""
    can_save: bool = False
    hint: str = ""


class StandingLine(msgspec.Struct, frozen=True, kw_only=True):
    """An operator in the period."""

    key: str
    name: str
    count: str
    number: int
    average: str
    percent: float
    change: str
    icon: str
    token: Token
    fails: str
    failed: int


class WorstLine(msgspec.Struct, frozen=True):
    """A question, and how much of its weight is lost on average."""

    key: str
    text: str
    lost: str
    share: float
    count: str


class TrendPoint(msgspec.Struct, frozen=True):
    """The average of one week."""

    label: str
    percent: float
    count: int


class Empty(msgspec.Struct, frozen=True):
    """Why there is nothing: an icon, a sentence, what to do, the words of a button and what it wishes."""

    icon: str
    title: str
    hint: str = ""
    button: str = ""
    wish: Wish | None = None


class QualityScreen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything."""

    tab: Tab
    title: str
    tabs: tuple[tuple[str, str], ...]
    period: Picks
    source: Picks
    each: Picks | None
    note: str = ""
    calls_title: str
    calls_count: str = ""
    calls: tuple[CallLine, ...] = ()
    calls_empty: Empty | None = None
    chosen: Key | None = None
    course_title: str = ""
    course: tuple[CourseLine, ...] = ()
    silence: str = ""
    """Why there is no player: no call is chosen (""), or it has no recording."""
    has_player: bool = False
    form: Form | None = None
    form_empty: Empty | None = None
    standings: tuple[StandingLine, ...] = ()
    standings_empty: Empty | None = None
    operator: str = ""
    trend_title: str = ""
    trend: tuple[TrendPoint, ...] = ()
    worst_title: str = ""
    worst: tuple[WorstLine, ...] = ()
    strip: str = ""
    strip_more: str = ""
    strip_button: str = ""
    is_old: bool = False
