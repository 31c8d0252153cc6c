"""Which account a call belongs to: exactly one, by rules in a fixed order, and the rule that held is told.

The order: the campaign that dialled it; the account code that was dialled; inbound the line; outbound and internal the
extension of who called. The first that somebody owns when the call is answered holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from shared.billing.rated import BillableCall

OwnedKind = Literal["campaign", "account_code", "line", "extension"]


class Owns(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account has something from ``since`` on to ``until`` (not counted; None: for ever)."""

    account: str
    kind: OwnedKind
    value: str
    since: datetime
    until: datetime | None = None
    cost_centre: str = ""


class Owner(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose a call is, and why: ``passed`` are the rules before, whose value nobody owned then."""

    account: str
    cost_centre: str = ""
    kind: OwnedKind
    value: str
    passed: tuple[tuple[OwnedKind, str], ...] = ()


class Owners:
    """All that accounts own, ready to be asked."""

    def __init__(self, owns: Iterable[Owns]) -> None:
        raise NotImplementedError

    def of(self, call: BillableCall) -> Owner | None:
        """Whose the call is; None: nobody's, to be listed."""
        raise NotImplementedError


def owner_of(call: BillableCall, owns: Iterable[Owns]) -> Owner | None:
    """Whose one call is; for many ask ``Owners``."""
    return Owners(owns).of(call)


def overlaps(owns: Iterable[Owns]) -> list[tuple[Owns, Owns]]:
    """Pairs that own the same at the same time: not to be allowed in."""
    raise NotImplementedError
