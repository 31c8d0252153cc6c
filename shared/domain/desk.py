"""What an operator's desk has: dispositions, forms and scripts, links to the CRM, rules of the shift. Pure.

Said once in the daemon's settings for all desks, and where it differs per queue; the panel gets it with the feed's
welcome. Nothing secret is here: a link's ``{secret}`` is in the keyring of the desk's own machine.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Trigger = Literal["queued", "ringing", "answered", "ended", "manual"]
"""When a link is followed: a call waits in my queue · rings at me · I answered · my part is over · I press it."""
WRAP_UP = "wrap-up"
"""The reason of the pauses in which the daemon lets somebody finish his work after a call; nobody else may use it."""
FieldKind = Literal["text", "long_text", "number", "date", "choice", "yes_no"]


class Disposition(msgspec.Struct, frozen=True, kw_only=True):
    """A code for the result of a call. ``queues`` empty: of every queue."""

    code: str
    title: str = ""
    queues: tuple[str, ...] = ()
    needs_note: bool = False
    plans_callback: bool = False


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """A field to be filled in during a call and stored with it."""

    name: str
    title: str = ""
    kind: FieldKind = "text"
    choices: tuple[str, ...] = ()
    is_required: bool = False


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What to say, in Markdown with placeholders, and the form that goes with it. ``queues`` empty: of every queue."""

    name: str
    title: str = ""
    text: str = ""
    queues: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()


class MappedField(msgspec.Struct, frozen=True, kw_only=True):
    """A value of the CRM's answer: ``path`` like ``customer.contracts[0].name``, shown under ``title``.

    ``role``: what the panel makes of it beside showing it.
    """

    name: str
    path: str
    title: str = ""
    role: Literal["none", "name", "vip", "language", "page"] = "none"


class CrmLink(msgspec.Struct, frozen=True, kw_only=True):
    """One link to the customer information system. ``queues`` empty: of every queue; a queue's own goes before.

    ``url``: opens ``template`` in the browser. ``look_up``: asks ``template`` by ``method`` (JSON ``body`` and
    ``headers`` are templates too) and maps the answer. ``program``: starts ``arguments``, each a template of its own.
    """

    name: str
    kind: Literal["url", "look_up", "program"]
    triggers: tuple[Trigger, ...] = ("ringing",)
    queues: tuple[str, ...] = ()
    title: str = ""
    template: str = ""
    method: Literal["GET", "POST"] = "GET"
    headers: dict[str, str] = {}
    body: str = ""
    arguments: tuple[str, ...] = ()
    fields: tuple[MappedField, ...] = ()
    timeout_seconds: float = 1.0
    cache_seconds: float = 300.0


class QueueDesk(msgspec.Struct, frozen=True, kw_only=True):
    """What is different for the calls of one queue. ``wrapup_seconds`` None: as the PBX's queue has it."""

    queue: str
    is_disposition_required: bool = False
    wrapup_seconds: float | None = None
    language: str = ""


class DeskDescription(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. ``can_*``: what the PBX and the settings allow here, so that the panel offers nothing else.

    ``shared_phones``: regular expression of the extensions at which anybody may sit, empty: all.
    ``sign_in_reason``: the pause in which a shift begins, empty: ready at once. ``closing_at``: "18:00" of the
    centre's zone, when desks are logged out (empty: never). ``idle_lock_minutes``: 0: never.
    """

    has_hot_desking: bool = True
    shared_phones: str = ""
    second_panel: Literal["refuse", "take_over"] = "refuse"
    sign_in_reason: str = ""
    closing_at: str = ""
    idle_lock_minutes: float = 0.0
    popup_seconds: float = 20.0
    outside_prefix: str = ""
    can_hold: bool = False
    can_park: bool = True
    can_pause_recording: bool = True
    can_play_own: bool = False
    local_origins: tuple[str, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    scripts: tuple[Script, ...] = ()
    links: tuple[CrmLink, ...] = ()
    queues: tuple[QueueDesk, ...] = ()

    def limited_to(self, queues: frozenset[str] | None) -> DeskDescription:
        """The same with nothing said of other queues than these; None: of all."""
        if queues is None:
            return self

        def concerns(named: tuple[str, ...]) -> bool:
            return not named or not queues.isdisjoint(named)

        return msgspec.structs.replace(
            self, queues=tuple(one for one in self.queues if one.queue in queues),
            dispositions=tuple(one for one in self.dispositions if concerns(one.queues)),
            scripts=tuple(one for one in self.scripts if concerns(one.queues)),
            links=tuple(one for one in self.links if concerns(one.queues)),
        )  # fmt: skip

    def queue_desk(self, queue: str | None) -> QueueDesk:
        """The rules of one queue; those of no queue are the defaults."""
        return next((one for one in self.queues if one.queue == queue), QueueDesk(queue=queue or ""))

    def dispositions_of(self, queue: str | None) -> tuple[Disposition, ...]:
        """The codes that a call of this queue may get, in order."""
        return tuple(one for one in self.dispositions if not one.queues or queue in one.queues)

    def scripts_of(self, queue: str | None) -> tuple[Script, ...]:
        """The scripts for a call of this queue, in order."""
        return tuple(one for one in self.scripts if not one.queues or queue in one.queues)

    def links_of(self, queue: str | None) -> tuple[CrmLink, ...]:
        """The links for a call of this queue; where two have one name, the queue's own."""
        mine = {one.name: one for one in self.links if not one.queues}
        mine |= {one.name: one for one in self.links if queue in one.queues}
        return tuple(mine.values())
