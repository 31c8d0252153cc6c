"""The tiles of a page, each with all that it shows."""

from __future__ import annotations

from dataclasses import dataclass

from wallboard.screen.pieces import NO_WORDS, Level, Token, Words


@dataclass(frozen=True, slots=True)
class FigureTile:
    """One large figure: waiting now, longest wait, service level. ``alarm`` colours frame, label and figure.

    ``share`` and ``goal`` (0 to 1) are the bar's length and mark; None: no bar. ``widest`` is the widest text that
    the figure can have, so that nothing moves when it changes.
    """

    label: Words
    value: str
    unit: str = ""
    widest: str = ""
    is_empty: bool = False
    strong_note: str = ""
    note: str = ""
    side: Words = NO_WORDS
    share: float | None = None
    goal: float | None = None
    alarm: Level | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A small figure with its label."""

    label: str
    extra: str
    value: str
    token: Token = "text"


@dataclass(frozen=True, slots=True)
class SumsTile:
    """Small figures under (or beside) one another: answered, lost, average wait and so on."""

    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``tail`` follows in muted ("168" and " / 17"); empty values are muted."""

    text: str
    token: Token = "text"
    tail: str = ""
    icon: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A queue's line: its cells after the name, in the order of the table's columns."""

    name: str
    is_vip: bool
    alarm: Level | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class QueuesTile:
    """The table of queues. ``columns`` titles from the second on; ``note`` tells the part shown ("1–5 of 11")."""

    title: str
    note: str
    columns: tuple[str, ...]
    lines: tuple[QueueLine, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class CallerLine:
    """Somebody who waits: position in the own queue, masked number, queue, running wait."""

    position: str
    number: str
    queue: str
    time: str
    alarm: Level | None = None


@dataclass(frozen=True, slots=True)
class CallersTile:
    """Those who wait longest. ``empty`` says that nobody waits."""

    title: str
    note: str
    lines: tuple[CallerLine, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class AgentCard:
    """An operator now. ``detail`` is the queue or the pause's reason; ``limit`` says which limit is passed."""

    name: str
    extension: str
    state: Words
    detail: str
    time: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class AgentsTile:
    """Operators as a grid. ``signed_out`` names those who are not there in one line (shown by large tiles only)."""

    title: str
    note: str
    cards: tuple[AgentCard, ...]
    signed_out: Words = NO_WORDS
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many operators are in a state."""

    state: Words
    count: str
    is_zero: bool


@dataclass(frozen=True, slots=True)
class CountsTile:
    """Operators counted by state."""

    title: str
    note: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class LineEntry:
    """An inbound line: its title or number, calls that talk and that wait, and channels where they are known."""

    name: str
    talking: str
    waiting: str
    channels: str = ""


@dataclass(frozen=True, slots=True)
class LinesTile:
    """Inbound lines."""

    title: str
    note: str
    legend: tuple[Words, ...]
    entries: tuple[LineEntry, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One step of time: answered, and lost on top. ``label`` under it, empty where none is due."""

    answered: int
    lost: int
    label: str


@dataclass(frozen=True, slots=True)
class TrendTile:
    """The last hour in steps. ``marks``: two round values of the axis. ``empty``: why there is nothing."""

    title: str
    legend: tuple[Words, ...]
    bars: tuple[Bar, ...]
    marks: tuple[int, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure today, the same weekday's, and the difference in words with its meaning."""

    label: str
    today: str
    then: str
    difference: Words


@dataclass(frozen=True, slots=True)
class ComparisonTile:
    """Today until now against the same weekday until the same time."""

    title: str
    note: str
    columns: tuple[str, str, str]
    rows: tuple[Compared, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """An outgoing campaign. ``share``: done of all; ``calls`` now; ``parts`` of the bar: share (0 to 1) and colour,
    muted: nothing has happened there yet. ``told``: what came of it; ``abandoned`` against its limit.
    """

    name: str
    state: Words
    share: str
    calls: str
    told: str
    parts: tuple[tuple[float, Token], ...]
    abandoned: Words = NO_WORDS
    alarm: Level | None = None


@dataclass(frozen=True, slots=True)
class CampaignsTile:
    """Outgoing campaigns that run or pause."""

    title: str
    note: str
    lines: tuple[CampaignLine, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ClockTile:
    """Date and time."""

    date: str
    time: str


@dataclass(frozen=True, slots=True)
class TextTile:
    """A text of the customer's, or a notice that there is nothing to show yet."""

    title: str
    text: str
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class PictureTile:
    """A picture file of the customer's; ``missing`` says what is wrong with it when it can't be drawn."""

    title: str
    file: str
    missing: str


TileScreen = (
    FigureTile | SumsTile | QueuesTile | CallersTile | AgentsTile | CountsTile | LinesTile | TrendTile | ComparisonTile
    | CampaignsTile | ClockTile | TextTile | PictureTile
)  # fmt: skip
