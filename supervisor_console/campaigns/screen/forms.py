"""The form of a campaign as values: groups of fields, each a tab."""

from __future__ import annotations

import msgspec

from supervisor_console.views.pieces import Field


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Fields that belong together; ``texts``: those of several lines, below."""

    key: str
    title: str
    hint: str = ""
    fields: tuple[Field, ...] = ()
    texts: tuple[Field, ...] = ()


class CampaignQuestions(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    title: str
    accept: str
    groups: tuple[Group, ...]
