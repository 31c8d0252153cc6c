"""The panel during and after a call: card, other calls, note, outcome, script, popup."""

from __future__ import annotations

from typing import Literal

import msgspec

from operator_panel.screen.pieces import Action, Choice, KeyRow, Notice, Token, Wish, Words

FieldKind = Literal["text", "long_text", "number", "date", "choice", "yes_no"]


class Caller(msgspec.Struct, frozen=True):
    """Who: ``name`` (or the number, or "Skryté číslo"), ``number`` (empty where it stands as the name), marks.

    ``detail``: "Podpora · linka +420 222 111 000 · čekání 00:34".
    """

    name: str
    number: str = ""
    marks: tuple[Words, ...] = ()
    detail: str = ""


class Earlier(msgspec.Struct, frozen=True):
    """An earlier call of this customer."""

    icon: str
    token: Token
    time: str
    text: str


class Customer(msgspec.Struct, frozen=True):
    """What is known of the customer: earlier calls, rows and links of the CRM, earlier notes.

    ``today``: "Dnes 2 hovory", ``more``: "a další 3". ``trouble``: the CRM does not answer, or knows nobody.
    """

    title: str = ""
    today: Words = Words()
    earlier: tuple[Earlier, ...] = ()
    more: str = ""
    rows: tuple[KeyRow, ...] = ()
    links: tuple[Action, ...] = ()
    notes: tuple[KeyRow, ...] = ()
    trouble: Words = Words()


class NoteField(msgspec.Struct, frozen=True):
    """My note: ``text`` is what is drafted; ``state``: "uloží se sama", "uloženo", "čeká na odeslání"."""

    call: str
    title: str
    text: str
    state: Words = Words()
    placeholder: str = ""
    is_required: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """Dispositions as radio tiles, with their keys. ``missing``: the red line. More than 8: a list with search.

    ``effect``: what comes of the chosen one; ``confirm``: it has to be confirmed first.
    """

    call: str
    title: str
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    required: str = ""
    key_hint: str = ""
    missing: Words = Words()
    effect: Words = Words()
    confirm: Action | None = None
    is_list: bool = False


class FieldLine(msgspec.Struct, frozen=True):
    """A field of a form with its value; ``problem``: what is wrong with it or missing."""

    form: str
    name: str
    title: str
    kind: FieldKind
    value: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = False
    problem: str = ""


class ScriptCard(msgspec.Struct, frozen=True):
    """What to say (Markdown, filled in; values are escaped) and the form. ``others``: further scripts."""

    call: str
    name: str
    title: str
    markdown: str = ""
    fields: tuple[FieldLine, ...] = ()
    others: tuple[Choice, ...] = ()
    note: str = ""


class CallStrip(msgspec.Struct, frozen=True):
    """Another of my calls, in a line: the customer who waits for my consultation, a second one that rings."""

    call: str
    state: Words
    name: str
    number: str
    detail: str
    time: str
    marks: tuple[Words, ...] = ()
    wish: Wish | None = None
    actions: tuple[Action, ...] = ()


class CallCard(msgspec.Struct, frozen=True):
    """The call that the card shows. ``actions``: hold, transfer, park, record, hang up – as far as they are possible.

    ``recording``: dot and words. ``held``: how long the customer has been on hold, all in all. ``consulting``: who
    waits for whom; then ``actions`` are to pass on and to come back. ``targets``: to whom it may be transferred,
    colleagues with their state and queues (``wish``: transfer with its ``text``; ``note``: extension, state, waiting).
    """

    call: str
    state: Words
    time: str
    caller: Caller
    recording: Words = Words()
    held: str = ""
    consulting: str = ""
    actions: tuple[Action, ...] = ()
    customer: Customer = Customer()
    note: NoteField | None = None
    outcome: Outcome | None = None
    notice: Notice | None = None
    targets: tuple[Choice, ...] = ()


class CallbackPlan(msgspec.Struct, frozen=True):
    """The box for a call back: offered times, and the least one may choose (ISO 8601); ``zone``: the centre's.

    ``numbers``: of which one is chosen. ``is_draft``: what is planned is said with the outcome, and can be dropped.
    """

    call: str
    title: str
    choices: tuple[Choice, ...] = ()
    earliest: str = ""
    number: str = ""
    planned: str = ""
    is_suggested: bool = False
    zone: str = "UTC"
    numbers: tuple[Choice, ...] = ()
    is_draft: bool = False


class WrapupCard(msgspec.Struct, frozen=True):
    """After the call: time left is in the state card. ``save_*``: not enabled until what must be there is there;
    pressed all the same, they make the app say what is missing.

    ``is_earlier``: an earlier call that was opened to write about it; there is nothing to be ready after, and in the
    place of ``save_pause`` is the way back.
    """

    call: str
    caller: Caller
    outcome: Outcome | None
    note: NoteField
    plan: CallbackPlan
    save_ready: Action
    save_pause: Action | None = None
    more_time: Action | None = None
    customer: Customer = Customer()
    missing: tuple[str, ...] = ()
    is_earlier: bool = False


class Popup(msgspec.Struct, frozen=True):
    """Beside the tray while a call rings. ``share`` (1 to 0) of the countdown; ``closing``: "zavře se za 12 s".

    Empty parts are left out. ``is_unknown``: nothing is known, the number takes the name's place.
    """

    call: str
    state: Words
    queue: str
    wait_label: str
    wait: str
    caller: Caller
    customer: Customer = Customer()
    advice: Words = Words()
    actions: tuple[Action, ...] = ()
    closing: str = ""
    share: float = 1.0
    is_unknown: bool = False
