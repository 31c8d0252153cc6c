"""At the end of a hunt: what is stored and told, held against what the simulator knows to have happened."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
import psycopg

from collector_daemon.store.own_rows import part_of, row_of
from collector_daemon.store.sittings import END, Sitting, sat, sittings_of
from shared.domain.calls import Attempt, Call
from tests.integration.desk.hunted_centre import PHONES, REQUIRED, Centre
from tests.integration.desk.hunted_desk import Desk

CLOSE = 0.05
"""Seconds by which what is told may differ from the truth."""
BEGINNING = timedelta(seconds=6)
"""So long a pause may take until it is there (virtual time)."""
SOON = timedelta(seconds=2)
Span = tuple[datetime, datetime]


class Truth:
    """The calls of the day, who sat where, and when something was broken (``gaps``)."""

    def __init__(self, centre: Centre, gaps: list[Span]) -> None:
        self.calls = {call.call_id: _both_ways(call) for call in centre.server.world.truth()}
        self.gaps = gaps
        self.now_id = {old: call.call_id for call in self.calls.values() for old in (call.call_id, *call.absorbed)}
        with psycopg.connect(centre.url) as owner:
            self.seats: list[tuple[str, str, datetime, datetime | None]] = owner.execute(
                "select account, extension, taken_at, left_at from seat order by taken_at").fetchall()
            self.notes: list[tuple[str, str, str]] = owner.execute(
                "select account, call_id, text from call_note").fetchall()
            self.codes: list[tuple[str, str, str]] = owner.execute(
                "select account, call_id, code from call_disposition").fetchall()

    def sittings(self, name: str, home: str | None) -> list[Sitting]:
        """As the account's own calls are found."""
        mine = [_sitting(one) for one in self.seats if one[0] == name]
        others = [_sitting(one) for one in self.seats if one[0] != name and one[1] == home]
        return sittings_of(home if not mine else None, ["main"], mine, others)

    def is_whole(self, call: Call) -> bool:
        """Was nothing broken while it went on?"""
        ended = call.ended_at or END
        return not any(call.started_at <= end and ended >= begun for begun, end in self.gaps)


def _both_ways(call: Call) -> Call:
    """Two of the house who talk with each other are one conversation to the ledger, two to the collector."""
    mirrored = tuple(
        msgspec.structs.replace(talk, party=talk.other, other=talk.party)
        for talk in call.conversations if talk.other in PHONES and talk.other != talk.party
    )  # fmt: skip
    return msgspec.structs.replace(call, conversations=call.conversations + mirrored)


def _sitting(row: tuple[str, str, datetime, datetime | None]) -> Sitting:
    return Sitting("main", row[1], row[2], row[3] or END)


def own_calls(desk: Desk, told: list[dict[str, Any]], truth: Truth) -> Iterator[str]:
    """``history.own`` against the truth."""
    sittings = truth.sittings(desk.name, desk.centre.accounts.by_name[desk.name].agent)
    expected = {}
    for call in truth.calls.values():
        part = part_of(call, sittings)
        if part is not None and part.kind is not None:
            expected[call.call_id] = row_of(call, part)
    found = {row["call"]: row for row in told}
    if len(found) != len(told):
        twice = [call for call, count in Counter(row["call"] for row in told).items() if count > 1]
        yield f"{desk.name}: history.own has calls twice: {twice}"
    for call_id in sorted(expected.keys() | found.keys()):
        happened = truth.calls.get(call_id)
        if happened is None or not truth.is_whole(happened):
            continue
        if call_id not in found or call_id not in expected:
            what = "missing" if call_id in expected else "invented"
            yield f"{desk.name}: own call {call_id} is {what}: {expected.get(call_id) or found.get(call_id)}"
            continue
        for name in ("kind", "at", "queue", "ring_seconds", "wait_seconds", "talk_seconds", "hold_seconds", "number"):
            mine, theirs = expected[call_id][name], found[call_id][name]
            if name == "at":
                mine, theirs = mine.timestamp(), datetime.fromisoformat(theirs).timestamp()
            if not _is_close(mine, theirs):
                yield f"{desk.name}: own call {call_id} {name}: true is {mine}, told is {theirs}; {_short(happened)}"
        became = found[call_id]["became"]
        if happened.outcome and happened.ended_by != "system" and happened.outcome != became["outcome"]:
            yield f"{desk.name}: own call {call_id} became {happened.outcome}, told is {became}"


def _short(call: Call) -> str:
    talks = [
        (one.party, one.other, one.kind, one.started_at.strftime("%X"), one.talk_time.total_seconds())
        for one in call.conversations
    ]
    visits = [(one.queue, one.entered_at, one.left_at, one.agent, one.credited) for one in call.visits]
    outline = f"{call.direction} {call.caller} to {call.called} {call.outcome}"
    return f"{outline} {visits} {talks} {call.transfers} {call.parkings}"


def _is_close(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, float) and isinstance(theirs, int | float):
        return abs(mine - theirs) < CLOSE
    return bool(mine == theirs)


def written(desk: Desk, truth: Truth) -> Iterator[str]:
    """Each note and disposition is there once, as last written, and at its own call."""
    for what, stored, said in (("note", truth.notes, desk.texts), ("disposition", truth.codes, desk.codes)):
        found: dict[str, list[str]] = {}
        for account, call_id, text in stored:
            if account == desk.name:
                found.setdefault(truth.now_id.get(call_id, call_id), []).append(text)
        wanted: dict[str, list[str]] = {}
        for call_id, text in said.items():
            wanted.setdefault(truth.now_id.get(call_id, call_id), []).append(text)
        refused = {truth.now_id.get(str(entry.params.get("call")), "") for entry, _ in desk.final}
        for call_id in sorted(wanted.keys() | found.keys()):
            mine, theirs = wanted.get(call_id, []), found.get(call_id, [])
            if len(theirs) > len(mine) or not set(theirs) <= set(mine) or (not theirs and call_id not in refused):
                yield f"{desk.name}: {what} of {call_id}: written {mine}, stored {theirs}"
    for entry, refusal in desk.final:
        yield f"{desk.name}: {entry.command} {entry.params} was refused: {refusal.code} {refusal.message}"
    if desk.box_left:
        yield f"{desk.name}: still in the outbox: {desk.box_left}"


def popups(desk: Desk, truth: Truth, seen: list[Span]) -> Iterator[str]:
    """Every ring of a queue made its popup while the panel saw (``seen``), none without a ring."""
    mine = [one for one in truth.seats if one[0] == desk.name]
    rung: Counter[str] = Counter()
    for call in truth.calls.values():
        for ring in _rings(call):
            sits = any(one[1] == ring.agent and one[2] <= ring.started_at < (one[3] or END) for one in mine)
            ends = ring.ended_at or ring.started_at
            is_seen = any(begun <= ring.started_at and ends <= end for begun, end in seen)
            if sits and is_seen and ends - ring.started_at > SOON:
                rung[call.call_id] += 1
    shown = Counter(truth.now_id.get(ring.call, ring.call) for ring in desk.rings)
    for call_id, count in rung.items():
        if shown[call_id] < count:
            yield f"{desk.name}: {call_id} rang {count} times, popups {shown[call_id]}"


def _rings(call: Call) -> Iterator[Attempt]:
    for visit in call.visits:
        yield from visit.attempts


def owed(desk: Desk, truth: Truth, held: list[Span]) -> Iterator[str]:
    """Who owed a disposition was not rung by a queue. ``held``: spans in which he had to give one."""
    for _, extension, taken_at, left_at in (one for one in truth.seats if one[0] == desk.name):
        for call in truth.calls.values():
            for visit in call.visits:
                ended = visit.ended_at
                if visit.queue not in REQUIRED or visit.agent != extension or ended is None:
                    continue
                if visit.answered_at is None or not taken_at <= visit.answered_at or ended >= (left_at or END):
                    continue
                names = {call.call_id, *call.absorbed}
                given = min((at for at, one in desk.given if one in names), default=END)
                freed = min([given, left_at or END, *(end for begun, end in held if begun <= ended <= end),
                             *(begun for begun, _ in held if begun > ended)])  # fmt: skip
                yield from _rung_between(desk, truth, extension, ended + BEGINNING, freed, call.call_id)


def _rung_between(
    desk: Desk, truth: Truth, extension: str, begun: datetime, end: datetime, owes: str
) -> Iterator[str]:
    for call in truth.calls.values():
        for ring in _rings(call):
            if ring.agent == extension and begun < ring.started_at < end:
                when, since = ring.started_at.strftime("%X"), (begun - BEGINNING).strftime("%X")
                yield f"{desk.name}@{extension}: rung by {call.call_id} at {when}, owed {owes} since {since}"


def seats(desks: list[Desk], truth: Truth) -> Iterator[str]:
    """The table's open rows are what the daemon and the desks know; nobody sat where somebody sat."""
    daemon = desks[0].centre.daemon
    assert daemon is not None
    stored = {one[0]: one[1] for one in truth.seats if one[3] is None}
    known = {name: seat.extension for name, seat in daemon.shifts.seating.occupancy.by_account.items()}
    if stored != known:
        yield f"the table has {stored} open, the daemon knows {known}"
    for desk in desks:
        if stored.get(desk.name) != desk.agent:
            yield f"{desk.name} sits at {desk.agent}, stored is {stored.get(desk.name)}"
    for place, one in enumerate(truth.seats):
        for other in truth.seats[place + 1 :]:
            if one[1] == other[1] and other[2] < (one[3] or END) and one[2] < (other[3] or END):
                yield f"two sat at one phone: {one} {other}"


def countdowns(desk: Desk) -> Iterator[str]:
    """How long a wrap-up lasts is said once, unless somebody asks for another length or another call comes."""
    for before, after in itertools.pairwise(desk.countdowns):
        if before is None or after is None:
            continue
        asked = any(one.command.startswith("agent.") and before[0] - SOON <= one.at <= after[0] for one in desk.asked)
        if not asked and (before[1] is None or after[1] is None or abs(after[1] - before[1]) > SOON):
            yield f"{desk.name}: the wrap-up's end was {before[1]}, became {after[1]} at {after[0]:%H:%M:%S}"


def paused_for_ever(centre: Centre) -> Iterator[str]:
    """The daemon's own pauses are over."""
    for queue in centre.pbx.queues.values():
        for one in queue.members:
            if one.is_paused and one.reason == "wrap-up":
                yield f"{one.device} is still in its wrap-up in {queue.name}"


def figures(truth: Truth, name: str, told: list[dict[str, Any]]) -> Iterator[str]:
    """How often he talked with customers, counted without the code that tells it."""
    sittings = truth.sittings(name, None)
    if not sittings:
        return
    whole = [call for call in truth.calls.values() if truth.is_whole(call) and call.direction == "inbound"]
    talked = {
        call.call_id for call in whole
        if any(talk.kind is None and sat(sittings, "main", talk.party, talk.started_at) for talk in call.conversations)
    }
    handled = {row["call"] for row in told if row["kind"] == "handled"} & {call.call_id for call in whole}
    if talked != handled:
        yield f"{name}: talked in {sorted(talked - handled)} more, told {sorted(handled - talked)} more"
