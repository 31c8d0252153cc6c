"""What the call centre's queues, lines and reasons for a pause are called: for people, never for counting.

A queue or line that is not described works all the same and is shown by its own name. The programs get all of it
with the feed's welcome, see ``shared.domain.description``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from collector_daemon.settings.parts import CentreSettings
from shared.domain.description import CentreDescription, LineDescription, PauseReason, QueueDescription
from shared.settings import Section

_VISIBLE = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[str, Meta(min_length=1, max_length=128, pattern=_VISIBLE)]
Title = Annotated[str, Meta(max_length=80, pattern=_VISIBLE)]
Share = Annotated[float, Meta(gt=0, le=100)]


class QueueSettings(Section, frozen=True, kw_only=True):
    """A queue as people know it."""

    name: Annotated[Name, Meta(description="The queue's name on the PBX.", examples=["support"])]
    title: Annotated[
        Title, Meta(description="What people call it; empty: its name.", examples=["Technical support"])
    ] = ""
    number: Annotated[
        str,
        Meta(description="What is dialled in transfer_context to get into it: for calls that a supervisor sends there.",
             pattern=r"^[0-9*#]{0,32}$", examples=["501"]),
    ] = ""
    is_vip: Annotated[bool, Meta(description="Queue of important customers: marked and shown first.")] = False
    service_goal: Annotated[
        Share | None,
        Meta(description="Its own service goal in per cent; without it that of centre.", examples=[90.0]),
    ] = None


class LineSettings(Section, frozen=True, kw_only=True):
    """An inbound line as people know it."""

    number: Annotated[
        Name, Meta(description="The number that callers dial, as the PBX has it.", examples=["420222111001"])
    ]
    title: Annotated[Title, Meta(description="What people call it; empty: its number.", examples=["Hotline"])] = ""
    channels: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None,
        Meta(description="How many calls it carries at once, where that is bounded.", examples=[30]),
    ] = None


class PauseReasonSettings(Section, frozen=True, kw_only=True):
    """A reason for a pause that agents may choose."""

    reason: Annotated[Name, Meta(description="The reason as the PBX keeps it.", examples=["lunch"])]
    title: Annotated[Title, Meta(description="What people call it; empty: the reason.", examples=["Lunch"])] = ""
    limit_seconds: Annotated[
        Annotated[float, Meta(gt=0)] | None,
        Meta(description="Seconds after which such a pause is too long.", examples=[1800.0]),
    ] = None


def check_once(names: Iterable[str], table: str) -> None:
    """Raise ValueError where two tables describe the same thing."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name!r} has two [[{table}]]: one is enough")
        seen.add(name)


def described(
    centre: CentreSettings, queues: Iterable[QueueSettings], lines: Iterable[LineSettings],
    reasons: Iterable[PauseReasonSettings],
) -> CentreDescription:
    """The call centre as the programs get it, its things in the order of the settings."""
    return CentreDescription(
        name=centre.name, timezone=centre.timezone, country=centre.country,
        service_level_seconds=centre.service_level_seconds, short_abandon_seconds=centre.short_abandon_seconds,
        service_goal=centre.service_goal,
        queues=tuple(
            QueueDescription(queue=one.name, title=one.title, is_vip=one.is_vip, service_goal=one.service_goal)
            for one in queues
        ),
        lines=tuple(LineDescription(line=one.number, title=one.title, channels=one.channels) for one in lines),
        pause_reasons=tuple(
            PauseReason(reason=one.reason, title=one.title, limit_seconds=one.limit_seconds) for one in reasons
        ),
    )
