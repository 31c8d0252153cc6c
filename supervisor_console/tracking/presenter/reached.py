"""Transfers, and phones that were rung without a queue: what the facts do not say outright follows from them.

A phone that answered a transfer rang from the transfer to the answer; one that answered a direct call rang since the
caller was through with the IVR, or since the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.calls import Transfer
from supervisor_console.tracking.presenter.gathered import TOUCH_MS
from supervisor_console.tracking.presenter.happening import Happening, agent_lane
from supervisor_console.tracking.presenter.telling import CALLER, Telling

SHORTEST_MS = 100
"""Ringing shorter than this was none: the PBX was busy connecting."""


def transfers(telling: Telling, found: list[Happening]) -> Iterator[Happening]:
    """Each transfer, as long as the customer then waited, and the ringing that it made."""
    for number, one in enumerate(telling.call.transfers):
        at = telling.ms(one.happened_at)
        after = _next(telling, found, at)
        target = one.to or ""
        if after is not None and (after.kind != "queue" or one.is_completed):
            target = after.who if after.kind in ("queue", "talk") and not _is_to(telling, target) else target
        yield Happening(
            key=f"transfer:{number}", kind="transfer", lane=agent_lane(one.by) if one.by else "caller",
            who=one.by or "", other=target, starts_ms=at, ends_ms=after.starts_ms if after else at, text=one.kind,
            result="" if one.is_completed else "failed",
        )  # fmt: skip
        ringing = _ringing(telling, number, one, at, after)
        if ringing is not None:
            yield ringing


def _is_to(telling: Telling, target: str) -> bool:
    """Does this name somebody?"""
    return bool(target) and not telling.is_caller(target)


def _next(telling: Telling, found: list[Happening], at: int) -> Happening | None:
    """What the customer came to after that: a talk, a queue, a parking space, voicemail."""
    later = (
        one for one in found
        if (one.kind in ("queue", "park", "voicemail") or (one.kind == "talk" and one.is_first))
        and one.starts_ms >= at - TOUCH_MS and (one.kind != "queue" or one.starts_ms >= at - TOUCH_MS // 5)
    )  # fmt: skip
    return min(later, key=lambda one: one.starts_ms, default=None)


def _ringing(telling: Telling, number: int, one: Transfer, at: int, after: Happening | None) -> Happening | None:
    end = after.starts_ms if after is not None else telling.call_ms
    is_answered = after is not None and after.kind == "talk"
    party = after.who if after is not None and is_answered else (one.to or "")
    is_place = after is not None and after.kind in ("queue", "park", "voicemail") and end - at < TOUCH_MS * 4
    if is_place or not party or telling.is_caller(party) or not _is_phone(party) or end - at < SHORTEST_MS:
        return None
    result = "answered" if is_answered else "" if after is None and telling.is_running else "no_answer"
    return Happening(
        key=f"dial:{number}", kind="dial", lane=agent_lane(party), who=party, other=one.by or "", starts_ms=at,
        ends_ms=end, result=result, text=one.kind, is_running=not result, row=f"transfer:{number}",
    )  # fmt: skip


def _is_phone(party: str) -> bool:
    return party.strip("+").isdecimal()


def direct(telling: Telling, found: list[Happening]) -> Iterator[Happening]:
    """Ringing of a call that went to no queue first: inbound, outbound or within the house."""
    first = min((one for one in found if one.kind == "talk"), key=lambda one: one.starts_ms, default=None)
    before = [one for one in found if first is None or one.starts_ms < first.starts_ms]
    if any(one.kind in ("queue", "park", "transfer", "consult", "voicemail") for one in before):
        return
    start = max((_free_from(telling, one) for one in before if one.kind == "ivr"), default=0)
    end = first.starts_ms if first is not None else telling.call_ms
    is_picked_up = any(one.kind == "pickup" for one in found)
    party = first.who if first is not None else _meant(telling)
    if is_picked_up or not party or start < 0 or end - start < SHORTEST_MS:
        return
    result = "answered" if first is not None else "" if telling.is_running else telling.call.outcome or ""
    yield Happening(
        key="dial:first", kind="dial", lane=agent_lane(party), who=party, starts_ms=start, ends_ms=end,
        other=CALLER if telling.call.direction == "outbound" else "", result=result, is_running=not result,
    )  # fmt: skip


def _meant(telling: Telling) -> str:
    """Whose phone it was when nobody answered: known where an operator called, or was called by another."""
    call = telling.call
    party = {"outbound": call.caller, "internal": call.called, "inbound": None}[call.direction]
    return party or ""


def _free_from(telling: Telling, stay: Happening) -> int:
    """Since when the IVR could have been dialling: its last key; less than nothing: it is not known."""
    keys = [
        telling.ms(step.happened_at) for step in telling.call.steps
        if step.kind == "digit" and step.party is None
        and stay.starts_ms <= telling.ms(step.happened_at) <= stay.ends_ms
    ]  # fmt: skip
    return max(keys, default=-1)
