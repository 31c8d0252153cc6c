"""The panel between calls: header, state, queues, today, lists, dial field."""

from __future__ import annotations

import msgspec

from operator_panel.screen.pieces import Action, Choice, Empty, TabName, Token, Wish, Words


class Header(msgspec.Struct, frozen=True):
    """The band on top: who, at which phone ("linka 1002"), how the connection is, and whether nothing pops up now."""

    name: str
    phone: str
    connection: Words
    program: str = ""
    is_quiet: bool = False


class StateCard(msgspec.Struct, frozen=True):
    """My state: ``state`` (word, token, icon) and the running ``time``; ``time_label`` before it ("zbývá", "přes").

    ``detail``: the pause's reason, queue or what is asked for and not yet so. ``limit``: "z 15:00", ``over``: "přes
    limit" where it is passed. ``share`` (0 to 1) is the bar of a wrap-up's remaining time; None: no bar.
    """

    state: Words
    time: str
    time_label: str = ""
    detail: str = ""
    limit: str = ""
    over: Words = Words()
    share: float | None = None
    pending: str = ""


class QueueChip(msgspec.Struct, frozen=True):
    """A queue that I may answer. ``waiting`` in words, ``alarm`` while somebody waits there too long."""

    queue: str
    title: str
    waiting: Words
    is_joined: bool
    wish: Wish
    is_vip: bool = False
    is_pending: bool = False
    is_enabled: bool = True
    hint: str = ""


class Queues(msgspec.Struct, frozen=True):
    """My queues; ``note``: "přihlášen ve 3 ze 4"."""

    title: str
    note: str
    chips: tuple[QueueChip, ...] = ()
    empty: str = ""


class CampaignLine(msgspec.Struct, frozen=True):
    """My campaign: its ``name`` (empty: none), how it is, the ``time`` and what that is, how far the campaign is."""

    title: str
    name: str
    words: Words
    time: str = ""
    time_label: str = ""
    note: str = ""
    actions: tuple[Action, ...] = ()


class Figure(msgspec.Struct, frozen=True):
    """One of today's figures; an empty or zero one is muted."""

    value: str
    label: str
    is_zero: bool = False


class Today(msgspec.Struct, frozen=True):
    """Today's figures: handled, missed, outgoing, average talk. ``hint`` says where they come from."""

    title: str
    note: str
    figures: tuple[Figure, ...] = ()
    hint: str = ""


class Tab(msgspec.Struct, frozen=True):
    """A heading over the lists; ``count`` stands after it where there is something."""

    name: TabName
    title: str
    count: str
    is_chosen: bool
    wish: Wish
    token: Token = "text"


class CallLine(msgspec.Struct, frozen=True):
    """One of my calls, or a planned one. ``key`` tells lines apart. ``actions``: call, plan, play and so on.

    ``heading`` stands over the first line of an earlier day. ``result`` at right under the time, ``back`` beside it:
    called back or not.
    """

    key: str
    kind: Words
    name: str
    detail: str
    time: str
    result: str
    token: Token = "muted"
    heading: str = ""
    back: Words = Words()
    note: str = ""
    number: str = ""
    wish: Wish | None = None
    actions: tuple[Action, ...] = ()


class CallList(msgspec.Struct, frozen=True):
    """My calls: filters with their counts, lines newest first. ``note``: what is missing ("starší: hledejte")."""

    filters: tuple[Choice, ...] = ()
    lines: tuple[CallLine, ...] = ()
    search: str = ""
    placeholder: str = ""
    empty: Empty = Empty()
    note: str = ""


class ColleagueLine(msgspec.Struct, frozen=True):
    """A colleague: state (word or pause's reason), how long, extension; call or transfer to."""

    key: str
    name: str
    extension: str
    state: Words
    time: str
    detail: str = ""
    over: Words = Words()
    actions: tuple[Action, ...] = ()


class Colleagues(msgspec.Struct, frozen=True):
    """The others. ``signed_out`` counts those who are not there."""

    filters: tuple[Choice, ...] = ()
    lines: tuple[ColleagueLine, ...] = ()
    signed_out: str = ""
    search: str = ""
    placeholder: str = ""
    empty: Empty = Empty()


class WaitingLine(msgspec.Struct, frozen=True):
    """Somebody who waits in one of my queues, or is parked."""

    key: str
    position: str
    name: str
    number: str
    queue: str
    time: str
    token: Token = "text"
    marks: tuple[Words, ...] = ()
    actions: tuple[Action, ...] = ()


class Waiting(msgspec.Struct, frozen=True):
    """Waiting and parked calls of my queues, longest first."""

    title: str
    note: str = ""
    lines: tuple[WaitingLine, ...] = ()
    empty: Empty = Empty()


class Suggestion(msgspec.Struct, frozen=True):
    """Whom the typed text may mean; ``dial`` rings him."""

    name: str
    number: str
    note: str
    icon: str
    dial: Wish
    token: Token = "text"


class DialField(msgspec.Struct, frozen=True):
    """The field at the bottom. ``preview``: what will be dialled, or why nothing can be."""

    text: str
    placeholder: str
    action: Action
    preview: Words = Words()
    suggestions: tuple[Suggestion, ...] = ()
    is_enabled: bool = True


class Menu(msgspec.Struct, frozen=True):
    """What the menu and the tray offer that depends on the state.

    ``is_quiet``: nothing pops up or sounds. ``edge``: "left", "right", "" for nowhere: where the window is docked.
    """

    actions: tuple[Action, ...] = ()
    is_quiet: bool = False
    edge: str = ""
