"""Who is who in a call: direction, the customer's leg, numbers, and the names of parties."""

from __future__ import annotations

import re

import msgspec

from collector_daemon.core.trace import Dial, Leg, Trace
from shared.domain.calls import Direction

_NUMBER = re.compile(r"\+?\d{3,}")


class Whom(msgspec.Struct, frozen=True):
    """The roles in a call. ``customer`` is None for internal calls; ``first`` placed the call (None: the PBX did)."""

    direction: Direction
    customer: Leg | None
    first: Leg | None
    first_dial: Dial | None
    line: str | None
    caller: str | None
    caller_name: str | None
    called: str | None

    def name_of(self, leg: Leg) -> str:
        """How a leg's party is called in facts: "caller" for the customer, an extension, or a number."""
        if self.customer is not None and leg.leg_id == self.customer.leg_id:
            return "caller"
        return leg.party if leg.is_inside else leg.number or leg.party


def whom(trace: Trace) -> Whom:
    """The roles of a call, from its legs and ringings."""
    persons = sorted((leg for leg in trace.legs.values() if leg.is_person), key=lambda leg: leg.started_at)
    outside = [leg for leg in persons if not leg.is_inside]
    incoming = next((leg for leg in outside if leg.is_placed), None)
    first = next((leg for leg in persons if leg.is_placed), None)
    if incoming is not None:
        called = trace.line or None
        return Whom(
            "inbound", incoming, incoming, None, called, incoming.number or None, incoming.name or None, called
        )
    if outside:
        customer = outside[0]
        dial = next((dial for dial in trace.dials if dial.target_id == customer.leg_id), None)
        # Click-to-dial rings the operator first: his leg is older than the customer's. The dialer's is not.
        older = next((leg for leg in persons if leg.is_inside and leg.started_at < customer.started_at), None)
        first = first or older
        operator = first.party if first is not None else None
        called = dialled_number(dial, customer)
        return Whom("outbound", customer, first, dial, None, operator, None, called)
    ordered = next((leg for leg in persons if leg.order), None)
    if ordered is not None and ordered.order:
        return _ordered(ordered, *ordered.order)
    source = first or (persons[0] if persons else None)
    dial = trace.dials[0] if trace.dials else None
    caller, name = (source.party, source.name or None) if source else (None, None)
    called = source.exten if source and source.exten not in ("", "s") else dial.number if dial else None
    return Whom("internal", None, source, dial, None, caller, name, called or None)


def _ordered(leg: Leg, kind: str, what: str) -> Whom:
    """The operator asked for it by a command, and his own phone is all there is yet, or a colleague's."""
    called = None if kind == "pickup" else what
    return Whom("outbound" if leg.is_order_outside else "internal", None, leg, None, None, leg.party, leg.name or None,
                called or None)


def dialled_number(dial: Dial | None, leg: Leg) -> str | None:
    """The customer's number of an outgoing call: from the dial string (``420603000001@trunk``), else the leg's."""
    if dial is not None:
        for part in re.split(r"[@/]", dial.number):
            if _NUMBER.fullmatch(part):
                return part
    return leg.number or None


def followed(trace: Trace, leg_id: str | None) -> Leg | None:
    """The person behind a leg: itself, or through a Local channel the one that its other half rang and got.

    Where a colleague picked the call up just after the answer, that colleague.
    """
    for _ in range(8):  # Local channels may be chained; a loop of them must not hang us
        leg = trace.legs.get(leg_id or "")
        if leg is not None and leg.taken_by is not None:
            leg_id = leg.taken_by
            continue
        if leg is None or leg.is_person:
            return leg
        rung = [dial for dial in trace.dials if dial.source_id == leg.twin and leg.twin]
        got = [dial for dial in rung if dial.status == "answer"] or rung
        if not got:
            return None
        leg_id = got[0].target_id  # after a transfer behind the Local channel its half rings others: not these
    return None
