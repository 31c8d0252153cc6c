"""The tab of accounts: the list, versions of a price list, the price of a call, credit, the document."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Choice, Deed, Empty, Grid, Mark, Token


class AccountLine(msgspec.Struct, frozen=True, kw_only=True):
    """An account: name and sum, under them what it is and how it stands."""

    key: str
    title: str
    amount: str
    detail: str
    state: Mark


class Run(msgspec.Struct, frozen=True):
    """Words of one look within a line."""

    text: str
    token: Token = "text"
    weight: int = 400
    is_struck: bool = False


class BandPart(msgspec.Struct, frozen=True):
    """A part of the bar: what stands above it, how much of the whole it is, when it begins and ends."""

    title: str
    share: float
    token: Token
    begins: str
    ends: str


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, in the order in which it was made. ``bands``: the bar under it."""

    number: str
    label: str
    runs: tuple[Run, ...]
    amount: str = ""
    bands: tuple[BandPart, ...] = ()


class TraceShown(msgspec.Struct, frozen=True, kw_only=True):
    """Why a call costs what it costs; without steps ``empty`` says why there is none. ``calls``: others to look at."""

    title: str
    note: str = ""
    steps: tuple[Step, ...] = ()
    sum_label: str = ""
    sum: str = ""
    empty: Empty | None = None
    calls: Choice | None = None


class RunningCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call that goes on: whom it is with, how long, at what price a minute."""

    key: str
    number: str
    time: str
    price: str


class CreditShown(msgspec.Struct, frozen=True, kw_only=True):
    """Credit paid in advance: what is left, until when that lasts, calls that use it."""

    title: str
    kind: str
    state: Mark
    label: str
    left: str
    lasts: str
    calls: tuple[RunningCall, ...]
    none_running: str
    top_up: Deed


class PaperShown(msgspec.Struct, frozen=True, kw_only=True):
    """A document's head with its deeds; ``content``: the PDF as it would be sent, else ``empty`` says why not."""

    title: str
    number: str
    content: bytes
    empty: Empty | None
    pdf: Deed
    send: Deed
    note: str = ""


class AccountsShown(msgspec.Struct, frozen=True, kw_only=True):
    """All of the tab. ``credit`` None: the account pays by invoice."""

    title: str
    count: str
    search: str
    find: str
    new: Deed
    edit: Deed
    owns: Deed
    fees: Deed
    lines: tuple[AccountLine, ...]
    chosen: str
    empty: Empty | None
    versions: Grid
    trace: TraceShown
    credit: CreditShown | None
    paper: PaperShown
