"""Which account a call belongs to: exactly one, by rules in a fixed order, and the rule that held is told.

The order: the campaign that dialled it; the account code that was dialled; inbound the line; outbound and internal the
extension of who called, and of a call outside that nobody inside dialled (a queue's member outside, a forwarding) the
line on which the caller came. The first that somebody owns when the call is answered holds. That nothing is owned twice
at a time the database sees to; were it so the account that has it since later holds, then the last by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        self._owned: dict[tuple[OwnedKind, str], list[Owns]] = {}
        for one in sorted(owns, key=lambda one: (one.since, one.account), reverse=True):
            self._owned.setdefault((one.kind, one.value), []).append(one)

    def of(self, call: BillableCall) -> Owner | None:
        """Whose the call is; None: nobody's, to be listed."""
        passed: list[tuple[OwnedKind, str]] = []
        for asked in asked_for(call):
            for one in self._owned.get(asked, ()):
                if one.since <= call.answered_at and (one.until is None or call.answered_at < one.until):
                    return Owner(
                        account=one.account,
                        cost_centre=one.cost_centre,
                        kind=one.kind,
                        value=one.value,
                        passed=tuple(passed),
                    )
            passed.append(asked)
        return None


def owner_of(call: BillableCall, owns: Iterable[Owns]) -> Owner | None:
    """Whose one call is; for many ask ``Owners``."""
    return Owners(owns).of(call)


def asked_for(call: BillableCall) -> Iterator[tuple[OwnedKind, str]]:
    """What of the call may be owned, in the order of the rules."""
    if call.campaign:
        yield "campaign", call.campaign
    if call.account_code:
        yield "account_code", call.account_code
    if call.direction == "inbound":
        if call.line:
            yield "line", call.line
    elif call.extension:
        yield "extension", call.extension
    elif call.line:
        yield "line", call.line
