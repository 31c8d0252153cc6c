"""A day's figures proved: visits are conserved, sums are those of the facts; and what was found, kept.

Conservation: of each queue, offered = answered + abandoned + gone elsewhere + lost + open, among the visits themselves,
in the sums, and the same in both; and no call tells of visits that are not there. What the retention has begun to
forget cannot be proved any more. Each question reads one snapshot and locks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from collector_daemon.store.rollups import STRADDLING, Difference, check_rollups
from shared.database.escapes import escape, identifier
from shared.domain.proofs import MOST_SHOWN, Disagreement, Finding, ProofKind

PARTS = ("answered", "abandoned", "elsewhere", "lost", "open")
"""What becomes of a visit; one and no more of these."""
_COLUMNS = ("offered", *PARTS)
Count = dict[str, int]


class Bounds(msgspec.Struct, frozen=True):
    """[since, until) of the day as sums have it; ``is_whole``: nothing of it was forgotten yet."""

    since: datetime
    until: datetime
    is_whole: bool


async def bounds_of(connection: AsyncConnection[Any], day: date) -> Bounds:
    """Where the day begins and ends in the zone of the sums."""
    row = await (await connection.execute(_BOUNDS, {"day": day, "straddling": STRADDLING})).fetchone()
    assert row is not None
    return Bounds(*row)


async def conserved(connection: AsyncConnection[Any], day: date, pbx: str) -> Finding:
    """The law of conservation, queue by queue; then the calls whose visits are not all there."""
    asked = {"pbx": identifier(pbx)}
    async with connection.transaction():
        await connection.execute(_SNAPSHOT)
        span = await bounds_of(connection, day)
        asked |= {"since": span.since, "until": span.until}  # type: ignore[dict-item]
        rows = await (await connection.execute(_QUEUES, asked)).fetchall()
        incomplete = await (await connection.execute(_INCOMPLETE, asked)).fetchall()
    width, checked = len(_COLUMNS), 0
    found: list[Disagreement] = []
    for queue, *values in rows:
        facts = dict(zip(_COLUMNS, values[:width], strict=True))
        checked += facts["offered"]
        found += breaches(queue, facts, dict(zip(_COLUMNS, values[width:], strict=True)))
    found += [
        Disagreement(about=f"call {call}", field="visits", ours=f"{stored} visits are stored",
                     theirs=f"the call went through {', '.join(queues) or 'no queue'}")
        for call, stored, queues in incomplete
    ]  # fmt: skip
    return finding(day, pbx, "conservation", checked, found)


def breaches(queue: str, facts: Count, sums: Count) -> Iterator[Disagreement]:
    """Where the law does not hold in a queue: in the visits, in the sums, or between them."""
    for name, told in (("visits", facts), ("sums", sums)):
        parts = sum(told[part] for part in PARTS)
        if told["offered"] != parts:
            yield Disagreement(about=f"queue {queue}", field=f"offered in {name}", ours=str(told["offered"]),
                               theirs=str(parts))  # fmt: skip
    for column in _COLUMNS:
        if facts[column] != sums[column]:
            yield Disagreement(about=f"queue {queue}", field=column, ours=str(sums[column]), theirs=str(facts[column]))


async def summed_right(connection: AsyncConnection[Any], day: date, pbxs: Sequence[str]) -> list[Finding]:
    """The sums of the day and its month against the facts: a finding of each PBX, also of one that went."""
    differences = await check_rollups(connection, [day])
    span = await bounds_of(connection, day)
    rows = await (await connection.execute(_SUMS, {"since": span.since, "until": span.until})).fetchall()
    checked = dict(rows)
    by_pbx: dict[str, list[Disagreement]] = {identifier(pbx): [] for pbx in pbxs}
    for one in differences:
        by_pbx.setdefault(one.key[0], []).append(_told(one))
    return [finding(day, pbx, "rollups", checked.get(pbx, 0), found) for pbx, found in by_pbx.items()]


def _told(one: Difference) -> Disagreement:
    keys = " ".join(key for key in one.key[1:] if key)
    about = f"{one.table} {one.span} {one.starts_at:%Y-%m-%dT%H:%MZ} {keys}".rstrip()
    ours, theirs = (", ".join(map(str, side.values())) for side in (one.stored, one.counted))
    return Disagreement(about=about, field=", ".join(one.stored), ours=ours, theirs=theirs)


def finding(day: date, pbx: str, kind: ProofKind, checked: int, found: Sequence[Disagreement]) -> Finding:
    """Each disagreement counts as one; those without a reason are kept first."""
    shown = sorted(found, key=lambda one: one.reason != "")[:MOST_SHOWN]
    explained = sum(1 for one in found if one.reason)
    return Finding(day=day, pbx=pbx, kind=kind, checked=checked, differing=len(found), explained=explained,
                   detail=tuple(shown))  # fmt: skip


async def keep(connection: AsyncConnection[Any], findings: Sequence[Finding], at: datetime) -> None:
    """Write them down; those of the same day before are replaced."""
    async with connection.transaction():
        for one in findings:
            detail = [{name: escape(text) for name, text in msgspec.to_builtins(two).items()} for two in one.detail]
            await connection.execute(_KEEP, [
                one.day, identifier(one.pbx), one.kind, one.checked, one.differing, one.explained, Jsonb(detail), at,
            ])  # fmt: skip


async def is_proved(connection: AsyncConnection[Any], day: date, pbxs: Sequence[str]) -> bool:
    """Was the day proved already, for each of these?"""
    rows = await connection.execute("select pbx from nightly_proof where day = %s and kind = 'rollups'", [day])
    return {identifier(pbx) for pbx in pbxs} <= {pbx for (pbx,) in await rows.fetchall()}


_SNAPSHOT = "set transaction isolation level repeatable read, read only"
_BOUNDS = """
    select %(day)s::timestamp at time zone zone, (%(day)s::date + 1)::timestamp at time zone zone,
        day_not_before(coalesce(calls_whole_since + %(straddling)s, '1970-01-01Z'), zone)
            <= %(day)s::timestamp at time zone zone
    from installation
"""
_QUEUES = """
    with facts as (
        select queue, count(*) as offered, count(*) filter (where outcome = 'answered') as answered,
            count(*) filter (where outcome = 'abandoned') as abandoned,
            count(*) filter (where outcome in
                ('timeout', 'key', 'join_empty', 'leave_empty', 'full', 'transferred')) as elsewhere,
            count(*) filter (where outcome = 'lost') as lost, count(*) filter (where outcome is null) as open
        from queue_visit where pbx = %(pbx)s and entered_at >= %(since)s and entered_at < %(until)s group by queue
    ), sums as (
        select queue, sum(offered) as offered, sum(answered) as answered, sum(abandoned) as abandoned,
            sum(out_timeout + out_key + out_join_empty + out_leave_empty + out_full + out_transferred) as elsewhere,
            sum(lost) as lost, sum(waiting) as open
        from visit_sum where pbx = %(pbx)s and span = 'quarter' and starts_at >= %(since)s and starts_at < %(until)s
        group by queue
    )
    select queue, coalesce(f.offered, 0), coalesce(f.answered, 0), coalesce(f.abandoned, 0), coalesce(f.elsewhere, 0),
        coalesce(f.lost, 0), coalesce(f.open, 0), coalesce(s.offered, 0)::bigint, coalesce(s.answered, 0)::bigint,
        coalesce(s.abandoned, 0)::bigint, coalesce(s.elsewhere, 0)::bigint, coalesce(s.lost, 0)::bigint,
        coalesce(s.open, 0)::bigint
    from facts f full join sums s using (queue) order by queue
"""
_INCOMPLETE = """
    select c.call_id, count(v.queue), c.queues
    from call c left join queue_visit v on v.pbx = c.pbx and v.call_id = c.call_id
    where c.pbx = %(pbx)s and c.started_at >= %(since)s and c.started_at < %(until)s
    group by c.pbx, c.call_id
    having c.wait_ms is distinct from sum(v.wait_ms)
        or not c.queues @> coalesce(array_agg(v.queue) filter (where v.queue is not null), '{}')
        or not coalesce(array_agg(v.queue) filter (where v.queue is not null), '{}') @> c.queues
    order by c.call_id limit 1000
"""
_SUMS = """
    select pbx, sum(rows)::bigint from (
        select pbx, count(*) as rows from visit_sum where starts_at >= %(since)s and starts_at < %(until)s group by pbx
        union all
        select pbx, count(*) from wait_sum where starts_at >= %(since)s and starts_at < %(until)s group by pbx
        union all
        select pbx, count(*) from handling_sum where starts_at >= %(since)s and starts_at < %(until)s group by pbx
        union all
        select pbx, count(*) from agent_time_sum where starts_at >= %(since)s and starts_at < %(until)s group by pbx
        union all
        select pbx, count(*) from call_sum where starts_at >= %(since)s and starts_at < %(until)s group by pbx
    ) t group by pbx
"""
_KEEP = """
    insert into nightly_proof (day, pbx, kind, checked, differing, explained, detail, made_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s)
    on conflict (day, pbx, kind) do update set checked = excluded.checked, differing = excluded.differing,
        explained = excluded.explained, detail = excluded.detail, made_at = excluded.made_at
"""
