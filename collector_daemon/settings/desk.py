"""The operators' desks: the tables ``[desk]``, ``[[disposition]]`` and ``[[desk_queue]]``, and all of it described.

What an operator says and fills in is in ``scripts``, links to the CRM are in ``crm``. The panels get the whole with the
feed's welcome, see ``shared.domain.desk``; only ``text_file`` is read when that is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import Meta

from collector_daemon.settings.checks import checked_regex
from collector_daemon.settings.crm import CrmLinkSettings, check_links, link_of
from collector_daemon.settings.scripts import ScriptSettings, script_of
from collector_daemon.settings.things import Name, PauseReasonSettings, Title, check_once
from shared.domain.desk import WRAP_UP, DeskDescription, Disposition, QueueDesk
from shared.settings import Section

Seconds = Annotated[float, Meta(ge=0, le=3600)]


class DeskSettings(Section, frozen=True, kw_only=True):
    """The rules of all desks."""

    hot_desking: Annotated[
        bool, Meta(description="Operators may sit down at any phone; false: each only at the one of his account.")
    ] = True
    shared_phones: Annotated[
        str,
        Meta(description="Regular expression of the extensions at which anybody may sit, where that is not every one:\n"
             "who sits at a phone sees its calls. At other phones only those sit whose own they are."),
    ] = ""
    second_panel: Annotated[
        Literal["refuse", "take_over"],
        Meta(description="A second panel of the same account: refused, or it takes over and the first is hung up."),
    ] = "refuse"
    sign_in_reason: Annotated[
        str,
        Meta(description="Reason of the pause in which a shift begins; empty: ready at once.", max_length=80,
             pattern=r"^[^\x00-\x1f\x7f]*$"),
    ] = ""
    closing_at: Annotated[
        str,
        Meta(description="Time of day (HH:MM in the centre's zone) at which everybody who still sits is logged out,\n"
             "who talks then: afterwards. Empty: never.", pattern=r"^(|([01][0-9]|2[0-3]):[0-5][0-9])$"),
    ] = ""
    idle_lock_minutes: Annotated[
        Annotated[float, Meta(ge=0, le=1440)],
        Meta(description="Minutes without a key or the mouse after which the panel asks for the password; 0: never."),
    ] = 0.0
    popup_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=600)],
        Meta(description="Seconds after which a popup closes though it still rings; 0: only when the ringing ends."),
    ] = 20.0
    outside_prefix: Annotated[
        str,
        Meta(description="What is dialled before a number outside, e.g. 0; empty: nothing.",
             pattern=r"^[0-9*#+]{0,8}$"),
    ] = ""
    parking: Annotated[bool, Meta(description="Operators may park calls.")] = True
    recording_pauses: Annotated[
        bool, Meta(description="Operators may leave out of the recording what is said now, e.g. a card's number.")
    ] = True
    own_recordings: Annotated[bool, Meta(description="Operators may listen to the recordings of their own calls.")] = (
        False
    )
    local_origins: Annotated[
        list[Annotated[str, Meta(pattern=r"^https?://[^/\s]+$", max_length=200)]],
        Meta(description="Pages that may talk to the panel on the same machine, e.g. https://crm.example.com."),
    ] = []


    def __post_init__(self) -> None:
        checked_regex(self.shared_phones, "desk.shared_phones")


class DispositionSettings(Section, frozen=True, kw_only=True):
    """A code for the result of a call."""

    code: Annotated[Name, Meta(description="What is stored: never change what it means.", examples=["order"])]
    title: Annotated[Title, Meta(description="What people call it; empty: the code.", examples=["Ordered"])] = ""
    queues: Annotated[list[Name], Meta(description="The queues for whose calls it may be given; none: all.")] = []
    needs_note: Annotated[bool, Meta(description="May only be given together with a note.")] = False
    plans_callback: Annotated[bool, Meta(description="The panel asks when to call back.")] = False


class DeskQueueSettings(Section, frozen=True, kw_only=True):
    """What is different for the calls of one queue."""

    queue: Annotated[Name, Meta(description="The queue's name on the PBX.", examples=["support"])]
    is_disposition_required: Annotated[
        bool, Meta(description="After a call the wrap-up goes on until a disposition is given.")
    ] = False
    wrapup_seconds: Annotated[
        Seconds | None,
        Meta(description="Seconds of wrap-up after each call, run by the daemon as a pause (the queue's own\n"
             "wrapuptime should be 1 then); without it the queue's own wrapuptime, run by the PBX.", examples=[30.0]),
    ] = None
    language: Annotated[
        str,
        Meta(description="Language of the queue's callers (cs, de …), marked on the popup.",
             pattern=r"^(|[a-z]{2,3}(-[A-Z]{2})?)$"),
    ] = ""

    def __post_init__(self) -> None:
        if self.is_disposition_required and self.wrapup_seconds is None:
            raise ValueError(f"queue {self.queue}: is_disposition_required needs wrapup_seconds (0 will do)")


def check_desk(
    desk: DeskSettings, dispositions: Iterable[DispositionSettings], scripts: Iterable[ScriptSettings],
    links: Iterable[CrmLinkSettings], queues: Iterable[DeskQueueSettings], reasons: Iterable[PauseReasonSettings],
) -> None:
    """Raise ValueError where one thing is described twice, or the daemon's own reason is given to a pause."""
    check_once((one.code for one in dispositions), "disposition")
    check_once((one.name for one in scripts), "script")
    check_once((one.queue for one in queues), "desk_queue")
    check_links(links)
    if WRAP_UP in (desk.sign_in_reason, *(one.reason for one in reasons)):
        raise ValueError(f"{WRAP_UP!r} is the reason of the daemon's own pauses: name yours otherwise")


def desk_described(
    desk: DeskSettings, dispositions: Iterable[DispositionSettings], scripts: Iterable[ScriptSettings],
    links: Iterable[CrmLinkSettings], queues: Iterable[DeskQueueSettings], *, can_hold: bool,
) -> DeskDescription:
    """The desk as the panels get it, things in the order of the settings. Raises BadSettings for a bad text_file."""
    return DeskDescription(
        has_hot_desking=desk.hot_desking, shared_phones=desk.shared_phones, second_panel=desk.second_panel,
        sign_in_reason=desk.sign_in_reason,
        closing_at=desk.closing_at, idle_lock_minutes=desk.idle_lock_minutes, popup_seconds=desk.popup_seconds,
        outside_prefix=desk.outside_prefix, can_hold=can_hold, can_park=desk.parking,
        can_pause_recording=desk.recording_pauses, can_play_own=desk.own_recordings,
        local_origins=tuple(desk.local_origins),
        dispositions=tuple(
            Disposition(code=one.code, title=one.title, queues=tuple(one.queues), needs_note=one.needs_note,
                        plans_callback=one.plans_callback)
            for one in dispositions
        ),
        scripts=tuple(script_of(one) for one in scripts),
        links=tuple(link_of(one) for one in links),
        queues=tuple(
            QueueDesk(queue=one.queue, is_disposition_required=one.is_disposition_required,
                      wrapup_seconds=one.wrapup_seconds, language=one.language)
            for one in queues
        ),
    )  # fmt: skip
