"""What a run has to hold against what really happened: each broken promise is a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
import psycopg

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.proof import conserved, summed_right
from shared.clock import SystemClock
from shared.domain.calls import Call
from tests.integration.daemon.running import facts_of_database, facts_of_journal
from tests.integration.simulator.agreement import differences
from tests.proof.centre import Centre

Span = tuple[float, float]
"""Unix seconds."""
TIMES = re.compile(r"(_at|_time): | pause |: paused ")
"""Left out: the daemon stamps what it hears when it hears it, so at this speed a moment more is many seconds. Pauses of
recordings are lengths of such moments too."""
LATE = 1.0
"""Real seconds by which a message may come late, beside those of a fault."""


def told(centre: Centre) -> dict[str, Call]:
    """The ledger: what happened, call by call."""
    calls = (msgspec.json.decode(line, type=Call) for line in centre.ledger.read_bytes().splitlines())
    return {call.call_id: call for call in calls}


def found(centre: Centre) -> dict[str, Call]:
    """What the daemon's journal tells of calls, read from its beginning."""
    pbx = settings.parse("[[pbx]]\nname = 'main'\nuser = 'x'").pbx[0]
    analysis = Analysis(centre_for(pbx, settings.defaults().centre))
    journal = Journal(centre.folder / "data" / "journal" / "main", JournalSettings(), SystemClock())
    calls: dict[str, Call] = {}
    try:
        for numbered in journal.read(1):
            for call in analysis.take([numbered]).calls:
                for absorbed in call.absorbed:
                    calls.pop(absorbed, None)
                calls[call.call_id] = call
    finally:
        journal.close()
    return calls


def gaps(centre: Centre) -> list[Span]:
    """The stretches that the database says were not seen."""
    with psycopg.connect(centre.url) as connection:
        return [(row[0].timestamp(), row[1].timestamp()) for row in connection.execute(
            "select started_at, coalesce(ended_at, 'infinity'::timestamptz - interval '0') from gap"
            " where ended_at is not null order by 1").fetchall()]  # fmt: skip


def stored_is_journalled(centre: Centre) -> Iterator[str]:
    """Nothing acknowledged is lost, nothing is there twice."""
    raw, calls = facts_of_journal(centre.folder)
    stored_raw, stored_calls = facts_of_database(centre.url)
    if len(stored_raw) != len(set(stored_raw)):
        yield f"{len(stored_raw) - len(set(stored_raw))} raw events are stored twice"
    if set(stored_raw) != raw:
        yield (f"raw events: {len(raw - set(stored_raw))} of the journal are not stored,"
               f" {len(set(stored_raw) - raw)} are stored that the journal has not")
    for key in sorted(calls.keys() | stored_calls.keys()):
        if calls.get(key) != stored_calls.get(key):
            yield f"call {key}: the journal says {calls.get(key)}, the database {stored_calls.get(key)}"


def agrees_with_ledger(centre: Centre, open_calls: set[str], late: list[Span]) -> tuple[int, list[str]]:
    """How many calls were wholly outside unseen stretches, and where these are not what happened."""
    truth, ours, unseen = told(centre), found(centre), gaps(centre)
    begun = centre.began
    slack = LATE * centre.speed

    def is_apart(call: Call, *, of: list[Span]) -> bool:
        start, end = call.started_at.timestamp(), (call.ended_at or call.started_at).timestamp()
        return start > begun and not any(start <= stop + slack and end >= first - 0.5 for first, stop in of)

    apart = {key: call for key, call in truth.items() if is_apart(call, of=unseen)}
    lines = [line for line in differences(apart.values(), [ours[key] for key in apart if key in ours])
             if not TIMES.search(line)]  # fmt: skip
    absorbed = {key for call in truth.values() for key in call.absorbed}
    lines += [f"invented {key}" for key, call in ours.items()
              if key not in truth and key not in open_calls and key not in absorbed
              and is_apart(call, of=[*unseen, *late])]  # fmt: skip
    for key, call in apart.items():
        if key in ours and is_apart(call, of=late):
            for name in ("started_at", "ended_at"):
                mine, theirs = getattr(call, name), getattr(ours[key], name)
                if mine and theirs and abs((mine - theirs).total_seconds()) > slack:
                    lines.append(f"{key} {name}: happened {mine}, found {theirs}")
    return len(apart), lines


async def is_conserved(centre: Centre) -> list[str]:
    """The law of conservation, and the sums against the facts, of every day that there is."""
    lines: list[str] = []
    async with await psycopg.AsyncConnection.connect(centre.url, autocommit=True) as connection:
        row = await (await connection.execute("select min(entered_at)::date, max(entered_at)::date from queue_visit"
                                              )).fetchone()  # fmt: skip
        assert row is not None
        day: date = row[0] - timedelta(days=1)
        while day <= row[1] + timedelta(days=1):
            for one in [await conserved(connection, day, "main"), *await summed_right(connection, day, ["main"])]:
                if one.differing:
                    lines.append(f"{day} {one.kind}: {one.differing} differ, first {one.detail[0]}")
            day += timedelta(days=1)
    return lines


def boards_agree(centre: Centre, fresh: dict[str, str]) -> Iterator[str]:
    """Every client's board is that of one who has just come."""
    for client in centre.clients:
        if (mine := rows(client.board)) != fresh:
            names = sorted(key for key in mine.keys() | fresh.keys() if mine.get(key) != fresh.get(key))
            yield f"a client's board differs in {', '.join(names[:5])}"


def rows(board: object) -> dict[str, str]:
    """A board as text, row by row."""
    return {
        f"{topic} {key}": json.dumps(msgspec.to_builtins(row), sort_keys=True, default=str)
        for topic, by_key in board._rows.items() for key, row in by_key.items()  # type: ignore[attr-defined]
    }  # fmt: skip
