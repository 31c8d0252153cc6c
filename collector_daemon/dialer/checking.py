"""What a campaign cannot be: words for people about the first thing that is wrong. The rules are ``faults``'."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import msgspec

from collector_daemon.store.dialer.writing import DialerMistake
from shared.campaigns.campaign import Campaign
from shared.campaigns.faults import FaultKind, check

KEY = re.compile(r"[0-9a-z][0-9a-z._-]{0,63}")
NOT_YET: frozenset[FaultKind] = frozenset(("no_disposition", "no_goal", "no_sound", "no_hours"))
"""What a campaign may lack while it is set up."""
NEEDED: frozenset[FaultKind] = frozenset(("no_sound", "no_hours"))
"""Without these nobody may be dialled, whoever starts it; of the others the console warns."""


def campaign_of(said: dict[str, Any], pbxs: Collection[str]) -> Campaign:
    """The campaign that was said. Raises DialerMistake (bad_value), one line."""
    try:
        made = msgspec.convert(said, Campaign)
    except (ValueError, TypeError) as problem:
        raise DialerMistake("bad_value", f"the campaign: {problem}"[:300]) from None
    wrong = next(_wrong(made, pbxs), None)
    if wrong is not None:
        raise DialerMistake("bad_value", wrong)
    return made


def check_start(campaign: Campaign) -> None:
    """Raise DialerMistake (bad_value) with what is lacking so that it must not be started."""
    fault = next((one for one in check(campaign) if one.kind in NEEDED), None)
    if fault is not None:
        raise DialerMistake("bad_value", str(fault))


def _wrong(made: Campaign, pbxs: Collection[str]) -> Iterator[str]:
    if not KEY.fullmatch(made.campaign):
        yield "campaign: small letters without accents, digits, full stops and dashes"
    if made.pbx not in pbxs:
        yield f"pbx: there is {', '.join(sorted(pbxs)) or 'none'}"
    if made.channel.count("{number}") != 1 or any(sign in made.channel for sign in "\r\n,&"):
        yield "channel: how a number is reached, with {number} once"
    yield from (str(fault) for fault in check(made) if fault.kind not in NOT_YET)
