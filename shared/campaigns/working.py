"""Who may work in a campaign. The one rule, for everybody who asks.

Those whom the campaign names (``operators``, accounts), or where it names none the members of its queue; of these, who
has all its ``skills`` and speaks its ``language``. Who *does* work there has joined, or was put there by a supervisor:
that is kept by the daemon, and nobody gets a contact without it. Callers of a queue who asked to be called back are the
queue's own work (``is_queue_work``): its members have it without joining.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from shared.campaigns.campaign import Campaign

EVERY = "*"
"""Instead of a campaign: all of them in which he may work; whose turn it is, their priority says."""
WhyNotHe = Literal["not_named", "not_in_queue", "no_skill", "no_language"]
"""The campaign names others · he is no member of its queue now · he lacks a skill · he does not speak its language."""


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account: its own phone (or none), its skills with their level, 1 to 10, and the languages it speaks."""

    account: str
    extension: str = ""
    skills: Mapping[str, int] = {}
    languages: tuple[str, ...] = ()


class NotHe(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """He may not work there. ``about``: which skill, language or queue."""

    why: WhyNotHe
    about: str = ""


def why_not(campaign: Campaign, person: Person, *, is_member: bool) -> NotHe | None:
    """Why the person may not work in the campaign; None: he may. ``is_member``: of its queue, now."""
    if campaign.operators and person.account not in campaign.operators:
        return NotHe(why="not_named")
    if not campaign.operators and not is_member:
        return NotHe(why="not_in_queue", about=campaign.queue)
    return _lacks(campaign, person)


def is_queue_work(campaign: Campaign) -> bool:
    """Does everybody who may work in it do so by being in its queue?"""
    return campaign.source == "queue_callbacks"


def lacking(campaign: Campaign, people: Iterable[Person]) -> list[NotHe]:
    """What a campaign asks for that nobody has: each skill and the language; at last, that nobody has all of it."""
    able = [one for one in people if not campaign.operators or one.account in campaign.operators]
    if campaign.operators and not able:
        return [NotHe(why="not_named", about=", ".join(campaign.operators))]
    found = [NotHe(why="no_skill", about=skill) for skill in campaign.skills
             if not any(one.skills.get(skill, 0) > 0 for one in able)]  # fmt: skip
    if campaign.language and not any(campaign.language in one.languages for one in able):
        found.append(NotHe(why="no_language", about=campaign.language))
    if found or not (campaign.skills or campaign.language):
        return found
    is_possible = any(_lacks(campaign, one) is None for one in able)
    return [] if is_possible else [NotHe(why="no_skill", about=", ".join(campaign.skills))]


def _lacks(campaign: Campaign, person: Person) -> NotHe | None:
    skill = next((one for one in campaign.skills if person.skills.get(one, 0) < 1), None)
    if skill is not None:
        return NotHe(why="no_skill", about=skill)
    if campaign.language and campaign.language not in person.languages:
        return NotHe(why="no_language", about=campaign.language)
    return None
