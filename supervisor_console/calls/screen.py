"""Exactly what the page of calls shows, in words and tokens: the presenter makes it, the views draw it.

All texts are translated plain text, all times formatted. A colour is a token of the theme, an icon a name of
``shared.qt.icons``. The wishes at the end are all that the views say back.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.domain.search.query import Field, Kind, Order, Period, Term

Token = Literal[
    "text", "muted", "ready", "ringing", "talking", "held", "wrapup", "paused", "unreachable", "offline", "good",
    "warn", "bad", "accent",
]  # fmt: skip
"""A colour by its meaning."""
Key = tuple[str, str]
"""A call: its PBX, and its id there."""
ColumnName = Literal[
    "time", "direction", "caller", "queue", "agent", "wait", "talk", "outcome", "called_back", "recording",
    "line", "name", "hold", "ring", "length", "ended_by", "disposition", "note",
]  # fmt: skip
ExportKind = Literal["csv", "xlsx", "jsonl"]


class Cell(msgspec.Struct, frozen=True):
    """One cell of the table."""

    text: str
    token: Token = "text"
    icon: str = ""
    hint: str = ""


class Row(msgspec.Struct, frozen=True):
    """A call in the table; cells by their columns."""

    key: Key
    cells: dict[ColumnName, Cell]


class ColumnHead(msgspec.Struct, frozen=True, kw_only=True):
    """A column. ``word``: its name in the list of columns; ``order``: what the whole result can be ordered by."""

    name: ColumnName
    title: str
    word: str
    is_number: bool = False
    order: Order | None = None
    width: int = 100
    is_shown: bool = True


class Chip(msgspec.Struct, frozen=True):
    """A term of the query: ``label sign value``. ``place``: its number in the query."""

    place: int
    label: str
    sign: str
    value: str

    @property
    def words(self) -> str:
        """All of it, as one reads it out."""
        return " ".join(part for part in (self.label, self.sign, self.value) if part)


class Choice(msgspec.Struct, frozen=True):
    """Something to choose: the value, and what people call it."""

    value: str
    title: str


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """What a condition can be made of, and what it can be asked with. ``term``: as it is now in the query."""

    field: Field
    kind: Kind
    title: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    example: str = ""


class Mistake(msgspec.Struct, frozen=True):
    """Where the line goes wrong, [start, end) in characters, and what to do about it. ``near``: what it should be."""

    start: int
    end: int
    text: str
    near: str = ""


class PeriodChoice(msgspec.Struct, frozen=True):
    """A preset to choose, with the days that it is now."""

    period: Period
    title: str
    days: str
    is_chosen: bool


class QueryPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The query as a form and as a line."""

    period: str
    presets: tuple[PeriodChoice, ...]
    chips: tuple[Chip, ...]
    line: str
    mistake: Mistake | None
    criteria: tuple[Criterion, ...]
    saved: tuple[Saved, ...] = ()


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A search that was kept. ``owner``: whose it is where it is another's."""

    key: str
    name: str
    line: str
    owner: str = ""
    is_shared: bool = False
    is_own: bool = True


class Figure(msgspec.Struct, frozen=True):
    """A caption and its figure in the sum bar."""

    caption: str
    value: str


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """One line about the state of the list, with one button. ``wish``: what the button does."""

    text: str
    token: Token = "muted"
    icon: str = "info"
    button: str = ""
    wish: Literal["", "cancel", "retry"] = ""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The table and what stands around it. ``is_old``: of the query before, shown dimmed."""

    title: str
    count: str
    rows: tuple[Row, ...]
    columns: tuple[ColumnHead, ...]
    order: Order
    is_old: bool = False
    has_more: bool = False
    strip: Strip | None = None
    empty: str = ""
    empty_hint: str = ""
    sums: tuple[Figure, ...] = ()
    footnote: str = ""


class StepLine(msgspec.Struct, frozen=True):
    """One step of the call: when, what, how long."""

    time: str
    text: str
    length: str


class LinkedLine(msgspec.Struct, frozen=True):
    """Another call of the same customer."""

    key: Key
    icon: str
    token: Token
    text: str
    length: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """The chosen call. ``recording``: why it cannot be played, "" where it can."""

    key: Key
    title: str
    states: tuple[Cell, ...]
    facts: tuple[tuple[str, Cell], ...]
    steps: tuple[StepLine, ...] = ()
    linked: tuple[LinkedLine, ...] = ()
    notes: tuple[str, ...] = ()
    recording: str = ""
    is_loading: bool = False
    failure: str = ""


class ExportState(msgspec.Struct, frozen=True, kw_only=True):
    """An export that is under way. ``share``: 0 to 1."""

    text: str
    share: float


class CallsScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of the page. ``…_refusal``: why nothing can be exported, no recordings be saved; "" where they can."""

    query: QueryPanel
    results: Results
    detail: Detail | None = None
    export: ExportState | None = None
    export_refusal: str = ""
    recordings_refusal: str = ""


# --- wishes


class Typed(msgspec.Struct, frozen=True):
    """Search for this line. ``is_final``: Enter, not merely typed."""

    line: str
    is_final: bool = True


class PeriodWished(msgspec.Struct, frozen=True):
    """Of this period."""

    period: Period


class DaysWished(msgspec.Struct, frozen=True):
    """From the first to the last of these days (ISO), both included."""

    first: str
    last: str


class TermWished(msgspec.Struct, frozen=True):
    """With this term, in the place of an older one or as a new one."""

    term: Term
    place: int | None = None


class TermDropped(msgspec.Struct, frozen=True):
    """Without the term in this place."""

    place: int


class OrderWished(msgspec.Struct, frozen=True):
    """In this order."""

    order: Order


class Chosen(msgspec.Struct, frozen=True):
    """Tell of this call; None: of none."""

    key: Key | None


class Opened(msgspec.Struct, frozen=True):
    """Show the tracking of this call; ``is_played``: and play its recording."""

    key: Key
    is_played: bool = False


class ExportWished(msgspec.Struct, frozen=True):
    """Write the whole result to a file, or save the recordings of these calls."""

    kind: ExportKind | Literal["recordings"]
    keys: tuple[Key, ...] = ()


class SaveWished(msgspec.Struct, frozen=True):
    """Keep the search under a name."""

    name: str
    is_shared: bool


class SavedWished(msgspec.Struct, frozen=True):
    """Search for what was kept; ``is_dropped``: keep it no longer."""

    key: str
    is_dropped: bool = False


class Plain(msgspec.Struct, frozen=True):
    """A wish of one word."""

    what: Literal["clear", "more", "retry", "cancel", "cancel_export", "statistics"]


Wish = (
    Typed | PeriodWished | DaysWished | TermWished | TermDropped | OrderWished | Chosen | Opened | ExportWished
    | SaveWished | SavedWished | Plain
)  # fmt: skip
