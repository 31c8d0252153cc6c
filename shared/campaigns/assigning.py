"""Which operator gets an answered call or the next contact, and why; or nobody, and why not.

First who may have it at all (works in the campaign, ready, no caller waits in his own queues, skills, language); then
the promised one, then the contact's owner; then the campaign's strategy. Reasons are codes with values, worded where
they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from shared.campaigns.campaign import Campaign, Strategy
from shared.campaigns.contact import Contact

Because = Literal["appointment", "owner", "longest_idle", "fewest_calls", "round_robin", "weighted"]
WhyNot = Literal["no_operators", "none_ready", "inbound_first", "no_skill", "no_language"]


class Operator(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An operator who works in the campaign. ``skills``: with their level, 1 to 10; ``weight``: his share otherwise.

    ``calls``: of this campaign today. ``inbound_waiting``:
    callers who wait now in queues that he serves: they go first. ``last_call_at``: when he got one of the dialer's.
    """

    operator: str
    is_ready: bool = True
    ready_since: datetime | None = None
    calls: int = 0
    last_call_at: datetime | None = None
    skills: Mapping[str, int] = {}
    languages: tuple[str, ...] = ()
    weight: int = 1
    inbound_waiting: int = 0


class Assignment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who gets it, and why. ``values``: for the words, by name: "idle_seconds", "calls", "share", "among"."""

    operator: str
    because: Because
    values: dict[str, float] = {}


class NotAssigned(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Nobody gets it now, and why. ``about``: which skill or language."""

    why: WhyNot
    about: str = ""


def assign(
    candidates: Sequence[Operator], contact: Contact, campaign: Campaign, at: datetime, *,
    strategy: Strategy | None = None,
) -> Assignment | NotAssigned:  # fmt: skip
    """The operator for a contact. It waits for nobody: a call that is answered goes to whoever is there.

    Who is dialled at all, and that an appointment waits for who promised it, is decided where contacts are chosen.
    """
    ready = _able(candidates, contact, campaign)
    if isinstance(ready, NotAssigned):
        return ready
    for name, because in _promised(contact, campaign):
        if any(one.operator == name for one in ready):
            return Assignment(operator=name, because=because)
    return _chosen(ready, strategy or campaign.strategy, campaign, at)


def _able(candidates: Sequence[Operator], contact: Contact, campaign: Campaign) -> list[Operator] | NotAssigned:
    """Those who may have it now, or the first reason for which none is left.

    The campaign's language they must speak; the contact's own is a wish.
    """
    found = [one for one in candidates if not campaign.operators or one.operator in campaign.operators]
    if not found:
        return NotAssigned(why="no_operators")
    for skill in campaign.skills:
        found = [one for one in found if one.skills.get(skill, 0) > 0]
        if not found:
            return NotAssigned(why="no_skill", about=skill)
    if campaign.language:
        found = [one for one in found if campaign.language in one.languages]
        if not found:
            return NotAssigned(why="no_language", about=campaign.language)
    found = [one for one in found if one.is_ready]
    if not found:
        return NotAssigned(why="none_ready")
    found = [one for one in found if not one.inbound_waiting]
    if not found:
        return NotAssigned(why="inbound_first")
    return [one for one in found if _speaks(one, contact.language)] or found


def _speaks(one: Operator, language: str) -> bool:
    """Of whom no language is said may speak any."""
    return not language or not one.languages or language in one.languages


def _promised(contact: Contact, campaign: Campaign) -> Iterable[tuple[str, Because]]:
    if contact.next_by:
        yield contact.next_by, "appointment"
    if contact.owner and campaign.own_operator_first:
        yield contact.owner, "owner"


def _chosen(ready: Sequence[Operator], strategy: Strategy, campaign: Campaign, at: datetime) -> Assignment:
    """Equal ones: the longest idle, then by name, so that it is the same each time."""
    among = {"among": float(len(ready))}
    match strategy:
        case "longest_idle":
            one = min(ready, key=_idle)
            idle = (at - one.ready_since).total_seconds() if one.ready_since else 0.0
            values = {"idle_seconds": idle}
        case "fewest_calls":
            one = min(ready, key=lambda each: (each.calls, _idle(each)))
            values = {"calls": float(one.calls)}
        case "round_robin":
            one = min(ready, key=lambda each: (_instant(each.last_call_at), each.operator))
            values = {}
        case _:
            one = min(ready, key=lambda each: ((each.calls + 1) / level(each, campaign), _idle(each)))
            values = {"level": float(level(one, campaign)), "calls": float(one.calls)}
    return Assignment(operator=one.operator, because=strategy, values=values | among)


def level(one: Operator, campaign: Campaign) -> int:
    """What his share is by: the lowest level of the skills asked for, else his weight; at least 1."""
    return max(1, min((one.skills.get(skill, 1) for skill in campaign.skills), default=one.weight))


def _idle(one: Operator) -> tuple[float, str]:
    return _instant(one.ready_since), one.operator


def _instant(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
