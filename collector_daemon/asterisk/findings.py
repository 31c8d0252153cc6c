"""What the PBX linter works on: what was seen of a PBX, and what is found in it. Pure values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import msgspec

from collector_daemon.asterisk.config_files import SectionLines
from collector_daemon.capture import Headers

Level = Literal["wrong", "advice", "unknown", "good"]


class Finding(msgspec.Struct, frozen=True):
    """One thing found. ``wrong`` corrupts figures, ``advice`` is worth doing, ``unknown`` could not be seen."""

    level: Level
    about: str
    text: str
    remedy: tuple[str, ...] = ()


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What could be learned about a PBX; None where the AMI user may not see it."""

    user: str
    version: str = ""
    queues: tuple[Headers, ...] = ()
    members: tuple[Headers, ...] = ()
    rights: frozenset[str] = frozenset()
    modules: Mapping[str, bool] = msgspec.field(default_factory=dict)
    manager_file: Mapping[str, SectionLines] | None = None
    queues_file: Mapping[str, SectionLines] | None = None
    has_booted_event: bool = True
    has_timestamps: bool | None = None
    skew_seconds: float = 0.0
    skew_accuracy: float = 0.0
    logins: int | None = None
    heard: Mapping[str, int] = msgspec.field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    extensions: str = ".+"


Rule = Callable[[Seen], Iterator[Finding]]
"""One thing to look at."""
