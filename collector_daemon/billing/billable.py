"""A stored call as billing sees it: which number is looked up, whose line, which extension."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Literal

import msgspec

from collector_daemon.store.billing.persons import MASK
from collector_daemon.store.billing.rating import StoredCall, unescaped
from shared.billing.rated import BillableCall
from shared.database.escapes import identifier, unescape
from shared.domain import numbers
from shared.domain.calls import OutsideLeg
from shared.domain.dialling import pasted

Direction = Literal["inbound", "outbound", "internal"]


def billable(call: StoredCall, country: str, outside_prefix: str) -> BillableCall | None:
    """The call to be rated; None: nobody answered, or it goes on, so nothing is to be paid."""
    if call.answered_at is None or call.ended_at is None:
        return None
    caller, line = _plain(call.caller), _plain(call.line)
    if call.number is not None:
        number = _plain(call.number)
    elif call.direction == "inbound":
        number = numbers.e164(line, country) or line
    elif call.direction == "outbound":
        number = dialled(_plain(call.called), country, outside_prefix)
    else:
        number = _plain(call.called)
    if call.part_of is not None:
        caller = _plain(call.extension)
    return asked(
        call.direction, number, call.answered_at, call.ended_at, line=line, key=" ".join(unescaped(call)),
        extension="" if call.direction == "inbound" else caller, account_code=_plain(call.account_code),
        campaign=_plain(call.campaign),
    )  # fmt: skip


def outside_legs(call: StoredCall, country: str, outside_prefix: str) -> list[tuple[StoredCall, BillableCall]]:
    """Its answered legs to numbers outside beside the customer's, each a call of its own to be paid.

    Of who dialled it, by its own account code; of one that nobody inside dialled: of the line's.
    """
    found = []
    for leg in msgspec.convert(call.outside_legs or [], list[OutsideLeg]):
        own = StoredCall(
            pbx=call.pbx, call_id=identifier(leg.leg_id), direction="outbound", line=call.line, caller=leg.by,
            called=leg.number, account_code=leg.account_code, campaign=call.campaign, answered_at=leg.answered_at,
            ended_at=leg.ended_at, part_of=call.call_id, extension=leg.by,
        )  # fmt: skip
        rated = None if leg.number.endswith(MASK) else billable(own, country, outside_prefix)
        if rated is not None:
            found.append((own, rated))
    return found


def asked(
    direction: Direction, number: str, answered_at: datetime, ended_at: datetime, *, line: str = "",
    extension: str = "", key: str = "", account_code: str = "", campaign: str = "",
) -> BillableCall:  # fmt: skip
    """A call of which somebody asks what it costs, or one that is stored."""
    return BillableCall(
        key=key, direction=direction, number=number, answered_at=answered_at, ended_at=ended_at, line=line,
        extension=extension, account_code=account_code, campaign=campaign,
    )  # fmt: skip


@lru_cache(maxsize=65_536)
def dialled(called: str, country: str, outside_prefix: str) -> str:
    """What was dialled, without what the PBX wants for a line outside, as "+" and digits; a short code as it is."""
    if called.isdecimal() and not (outside_prefix and called.startswith(outside_prefix)):
        return numbers.e164(called, country) or called  # as nearly all are: quicker than looking what else it may be
    found = pasted(called, country, outside_prefix)
    if len(found) != 1 or found[0].is_inside:
        return called
    digits = found[0].digits
    inside = digits.removeprefix(outside_prefix) if outside_prefix else digits
    return numbers.e164(inside, country) or called


def _plain(text: str | None) -> str:
    return unescape(text) if text else ""
