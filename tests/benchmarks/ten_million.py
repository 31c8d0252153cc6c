"""Calls of three years as a busy centre has them, made inside Postgres: telling them one by one would take days.

Shape: quiet nights and weekends, 40 queues of which the first has a sixth, callers who come again (few often, most
once), 150 agents at a time of whom a quarter leaves in a year, 18 % outgoing and internal calls. Every call and visit;
attempts, conversations, recordings, notes, dispositions and forms of the last nine months; steps of the last two.
Sums and words are filled as triggers would have.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
from psycopg import sql

from shared.clock import monotonic

END = datetime(2026, 7, 1, tzinfo=UTC)
MONTHS = 36
MONTH = timedelta(days=30)
QUICK = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "max_wal_size": "2GB", "checkpoint_timeout": "30min", "maintenance_work_mem": "1GB",
    "shared_buffers": "4GB", "work_mem": "64MB", "effective_cache_size": "12GB", "random_page_cost": "1.1",
}  # fmt: skip
TABLES = (
    "call", "queue_visit", "ring_attempt", "conversation", "recording", "step", "call_note", "call_disposition",
    "call_form", "call_word", "note_word", "call_day", "call_bits",
)  # fmt: skip


def fill(url: str, calls: int) -> None:
    """Make them; tells how long it took."""
    began = monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        indexes = _without_indexes(connection)
        connection.execute("select setseed(0.5)")
        for month in range(MONTHS):
            _fill_month(connection, calls, month)
            print(f"\r{month + 1} of {MONTHS} months, {monotonic() - began:.0f} s", end="", flush=True)
        print()
        for statement in _CENTRE:
            connection.execute(statement)
        for statement in indexes:
            connection.execute(statement)
        _with_triggers(connection, "enable")
        connection.execute("vacuum analyze")
        size = connection.execute("select pg_size_pretty(pg_database_size(current_database()))").fetchone()
    print(f"{calls:,} calls made in {monotonic() - began:.0f} s: {size and size[0]}")


def _fill_month(connection: psycopg.Connection, calls: int, month: int) -> None:
    begins_at = END - MONTH * (MONTHS - month)
    share = calls * (month + 1) // MONTHS - calls * month // MONTHS
    values = {
        "calls": share, "begins": begins_at, "customers": max(1, calls * 3 // 10), "year": month / 12,
        "first": calls * month // MONTHS,
    }  # fmt: skip
    connection.execute("drop table if exists draft")
    connection.execute(_bound(_DRAFT, values))
    for statement in (_CALLS, _VISITS):
        connection.execute(statement)
    if month >= MONTHS - 9:
        for statement in _LATELY:
            connection.execute(statement)
    if month >= MONTHS - 2:
        connection.execute(_STEPS)


def _bound(statement: str, values: dict[str, object]) -> sql.Composed:
    """A statement that makes a table takes no parameters."""
    return sql.SQL(statement).format(**{name: sql.Literal(value) for name, value in values.items()})  # type: ignore[arg-type]


def _without_indexes(connection: psycopg.Connection) -> list[str]:
    """Take indexes and triggers away; gives what makes the indexes again."""
    _with_triggers(connection, "disable")
    constraints = connection.execute(
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint "
        "where contype = 'p' and conrelid = any(%s::regclass[])", [list(TABLES)],
    ).fetchall()  # fmt: skip
    plain = connection.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i "
        "where i.indrelid = any(%s::regclass[]) and not i.indisprimary", [list(TABLES)],
    ).fetchall()  # fmt: skip
    for table, name, _definition in constraints:
        connection.execute(f"alter table {table} drop constraint {name}")  # type: ignore[arg-type]
    for name, _definition in plain:
        connection.execute(f"drop index {name}")  # type: ignore[arg-type]
    made = [f"alter table {table} add constraint {name} {definition}" for table, name, definition in constraints]
    return made + [definition for _name, definition in plain]


def _with_triggers(connection: psycopg.Connection, verb: str) -> None:
    for table in TABLES:
        connection.execute(f"alter table {table} {verb} trigger user")  # type: ignore[arg-type]


_DRAFT = """
create unlogged table draft as
with chance as materialized (
    select {first} + n as n, random() as r1, random() as r2, random() as r3, random() as r4, random() as r5,
        random() as r6, random() as r7, random() as r8, random() as r9,
        {begins} + (floor(random() * 30) * 24 + 6 + (random() + random() + random()) / 3 * 14) * interval '1 hour' as at
    from generate_series(1, {calls}) n
), shaped as (
    select n, r4, r5, r6, r7, r8, r9,
        case when extract(isodow from at) >= 6 and r1 > 0.35 then at - interval '2 days' else at end as at,
        case when r2 < 0.82 then 'inbound' when r2 < 0.97 then 'outbound' else 'internal' end as direction,
        floor(40 * r3 * r3)::int as q,
        floor({customers} * r4 * r4)::bigint as who,
        (1001 + floor(150 * r5) + floor({year} * 40))::int as agent
    from chance
), told as (
    select *, case direction
            when 'inbound' then case when r6 < 0.82 then 'answered' when r6 < 0.91 then 'abandoned'
                when r6 < 0.96 then 'left_ivr' when r6 < 0.985 then 'overflow' when r6 < 0.999 then 'no_answer'
                when r6 < 0.9995 then 'failed' else 'lost' end
            else case when r6 < 0.65 then 'answered' when r6 < 0.88 then 'no_answer' when r6 < 0.96 then 'busy'
                when r6 < 0.99 then 'cancelled' else 'failed' end end as outcome
    from shaped
)
select n, at, direction, outcome, who, r4, r7, r8, r9,
    extract(epoch from at)::bigint || '.' || n as call_id, agent::text as agent,
    case when direction = 'inbound' and outcome <> 'left_ivr' then 'q' || lpad((q + 1)::text, 2, '0') end as queue,
    '4202221' || lpad((10000 + q * 2 + (r8 < 0.2)::int)::text, 5, '0') as line,
    (601000000 + who * 7919 % 190000000)::text as number,
    case when direction = 'inbound' and outcome <> 'left_ivr'
        then (-ln(1 - r7) * case outcome when 'answered' then 22000 else 45000 end)::bigint end as wait_ms,
    case when outcome = 'answered' then (-ln(1 - r8) * 190000)::bigint + 2000 end as talk_ms,
    case when outcome = 'answered' then case when r9 < 0.12 then (r9 * 900000)::bigint else 0 end end as hold_ms,
    r9 > 0.8 as is_passed_by_one, r9 < 0.07 as is_transferred, r9 < 0.02 as is_consulted, r9 < 0.004 as is_parked,
    r9 between 0.5 and 0.502 as is_in_gap
from told
"""
_RINGS = "(queue is not null and (outcome = 'answered' or is_passed_by_one))"
_MISSED = "(1001 + (agent::int + 7) % 150)::text"
_NAME = """
    case when who % 2 = 0 and direction = 'inbound' then
        (array['Jan','Petr','Eva','Jana','Žofie','Tomáš','Lukáš','Hana','Lenka','Jiří','Věra','Ondřej'])[
            1 + who / 7 % 12]
        || ' ' || (array['Nov','Svobod','Dvoř','Černý','Procház','Kučer','Veselý','Horák','Němec','Pokorn','Marek',
            'Posp','Hájek','Král','Jelínek','Růžič','Beneš','Fiala','Sedláč','Doležal','Zeman','Kolář','Krejč','Čermák','Vaněk',
            'Urban','Blaž','Kříž','Kopec','Bartoš','Vlček','Polák','Musil','Šimek','Konečn','Malý','Čech','Staněk','Štěp',
            'Kadlec'])[1 + who / 91 % 40]
        || (array['ák','a','ová','ek','ka','íšil','ý','ička','in','ec','ovský','ěch','a-Malá','ál','íček','ura','ina',
            'oš','ant','ech','eš','ura','las','ich','ouš','ník','ka ml.','ovec','aň','ěk'])[1 + who / 3641 % 30] end
"""
_CALLS = f"""
insert into call (pbx, call_id, direction, started_at, line, caller, caller_name, called, answered_at, ended_at,
    outcome, ended_by, is_in_gap, queues, wait_ms, ring_ms, talk_ms, hold_ms, attempts, is_transferred,
    is_consulted, is_parked, recording_count, agents, rang, missed, visit_outcomes, keyed)
select 'main', call_id, direction, at, case direction when 'inbound' then line end,
    case direction when 'inbound' then case when r9 between 0.3 and 0.33 then 'anonymous' else '420' || number end
        else agent end,
    {_NAME}, case direction when 'inbound' then line when 'outbound' then number else {_MISSED} end,
    case outcome when 'answered' then at + (8000 + coalesce(wait_ms, 0)) * interval '1 ms' end,
    at + (8000 + coalesce(wait_ms, 0) + coalesce(talk_ms, 0) + coalesce(hold_ms, 0)) * interval '1 ms', outcome,
    case when outcome <> 'answered' or r4 < 0.6 then 'caller' when is_transferred then 'transfer'
        when r4 < 0.999 then 'agent' else 'system' end,
    is_in_gap, case when queue is null then '{{}}' else array[queue] end,
    wait_ms, case when {_RINGS} then (2000 + r8 * 18000)::bigint end, talk_ms, hold_ms,
    case when {_RINGS} then 1 + (is_passed_by_one and outcome = 'answered')::int else 0 end,
    coalesce(is_transferred and outcome = 'answered', false), coalesce(is_consulted and outcome = 'answered', false),
    coalesce(is_parked and outcome = 'answered', false), (outcome = 'answered' and r4 < 0.95)::int,
    case outcome when 'answered' then array[agent] else '{{}}' end,
    case when not {_RINGS} then '{{}}' when outcome <> 'answered' then array[{_MISSED}]
        when is_passed_by_one then array[{_MISSED}, agent] else array[agent] end,
    case when {_RINGS} and is_passed_by_one then array[{_MISSED}] else '{{}}' end,
    case when queue is null then '{{}}' else array[case outcome when 'answered' then 'answered' when 'abandoned'
        then 'abandoned' when 'overflow' then 'timeout' when 'no_answer' then 'leave_empty' else 'lost' end] end,
    case when direction = 'inbound' then (1 + floor(r7 * 4))::int::text else '' end
from draft order by at
"""
_VISITS = """
insert into queue_visit (pbx, uniqueid, queue, nth, call_id, entered_at, left_at, answered_at, ended_at, position,
    outcome, agent, agent_name, wait_ms, ring_ms, talk_ms, hold_ms, ended_by)
select 'main', call_id, queue, 0, call_id, at + interval '8 s', at + (8000 + wait_ms) * interval '1 ms',
    case outcome when 'answered' then at + (8000 + wait_ms) * interval '1 ms' end,
    at + (8000 + wait_ms + coalesce(talk_ms, 0)) * interval '1 ms', 1,
    case outcome when 'answered' then 'answered' when 'abandoned' then 'abandoned' when 'overflow' then 'timeout'
        when 'no_answer' then 'leave_empty' else 'lost' end,
    case outcome when 'answered' then agent end, case outcome when 'answered' then 'Agent ' || agent end,
    wait_ms, case outcome when 'answered' then 2000 end, talk_ms, hold_ms, 'caller'
from draft where queue is not null order by at
"""
_NOTE = """
    (array['Volá kvůli faktuře','Reklamace zboží','Chce změnit adresu','Ptá se na dodání','Objednávka',
        'Technický dotaz','Storno','Žádá slevu'])[1 + who % 8] || ' č. ' || n || ', ' ||
    (array['vyřešeno hned','zavolat zpět zítra','předáno kolegyni','čeká na sklad','poslán e-mail','bez závěru'])[
        1 + who / 8 % 6]
"""
_LATELY = (
    f"""insert into ring_attempt select 'main', call_id, queue, 0, 0, {_MISSED}, 'PJSIP/' || {_MISSED}, call_id || '.m',
        at + interval '8 s', at + interval '20 s', 'no_answer'
        from draft where {_RINGS} and is_passed_by_one
        union all select 'main', call_id, queue, 0, 1, agent, 'PJSIP/' || agent, call_id || '.a',
        at + interval '8 s', at + (8000 + wait_ms) * interval '1 ms', 'answered'
        from draft where queue is not null and outcome = 'answered'""",
    """insert into conversation select 'main', call_id, 0, agent,
        case direction when 'internal' then '1001' else 'caller' end,
        call_id || '.a', at + (8000 + coalesce(wait_ms, 0)) * interval '1 ms',
        at + (8000 + coalesce(wait_ms, 0) + talk_ms + hold_ms) * interval '1 ms', talk_ms, hold_ms, null
        from draft where outcome = 'answered' order by at""",
    """insert into recording select 'main', call_id, 0, '/var/spool/asterisk/monitor/' || call_id || '.wav',
        call_id, at,
        at + (8000 + talk_ms) * interval '1 ms' from draft where outcome = 'answered' and r4 < 0.95 order by at""",
    f"""insert into call_note select 'main', call_id, 'agent' || agent, agent, 'Agent ' || agent, {_NOTE}, at, at, at
        from draft where outcome = 'answered' and r7 < 0.12 order by at""",
    """insert into call_disposition select 'main', call_id, 'agent' || agent, agent, 'Agent ' || agent,
        (array['order','complaint','question','wrong','callback','spam','vip','other'])[1 + floor(8 * r7 * r7)::int],
        '', at, at, at from draft where outcome = 'answered' and r8 < 0.3 order by at""",
    """insert into call_form select 'main', call_id, 'agent' || agent, 'customer', agent, 'Agent ' || agent,
        jsonb_build_object('company', 'Firma ' || who % 20000, 'contract', who::text), at, at, at
        from draft where outcome = 'answered' and r8 between 0.3 and 0.35 order by at""",
)
_STEPS = """
insert into step select 'main', call_id, s.nth, at + s.nth * interval '3 s', s.kind, s.text
from draft, lateral (values (0, 'started', line), (1, 'ivr', 'menu'), (2, 'digit', '1'),
    (3, 'queue', coalesce(queue, '')),
    (4, 'ring', agent), (5, 'answer', agent || ' caller'), (6, 'hangup', 'caller')) s (nth, kind, text)
order by at, s.nth
"""
_CENTRE = (
    "drop table draft",
    """insert into call_word select w.kind, w.word, c.started_at, c.pbx, c.call_id, c.queues from call c, lateral (
        select distinct 'agent' as kind, who as word from unnest(c.agents || c.rang) who
        union all select distinct 'name', one from unnest(string_to_array(btrim(c.caller_words), ' ')) one
            where one <> ''
        union all select 'keyed', c.keyed where c.keyed <> ''
        union all select 'visit', one from unnest(c.visit_outcomes) one
            where one not in ('answered', 'abandoned')) w""",
    """insert into note_word select w.kind, w.word, n.call_started_at, n.pbx, n.call_id, n.account, ''
        from call_note n, words_of(n) w""",
    """insert into note_word select w.kind, w.word, f.call_started_at, f.pbx, f.call_id, f.account, f.form
        from call_form f, words_of(f) w""",
    """insert into call_day
        select (c.started_at at time zone 'UTC')::date, c.pbx, md5(array_to_string(c.queues, chr(31))), c.direction,
            coalesce(c.outcome, ''), coalesce(c.ended_by, ''), coalesce(c.line, ''), c.queues, count(*),
            count(c.wait_ms), coalesce(sum(c.wait_ms), 0), count(c.talk_ms), coalesce(sum(c.talk_ms), 0),
            coalesce(sum(c.hold_ms), 0), coalesce(sum(c.length_ms), 0)
        from call c group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1""",
    "insert into pbx select 'main', min(started_at) from call",
    "insert into queue select 'main', 'q' || lpad(n::text, 2, '0'), now() from generate_series(1, 40) n",
    "insert into inbound_line select 'main', line, min(started_at) from call where line is not null group by line",
    "insert into agent select 'main', n::text, 'Agent ' || n, now(), now() from generate_series(1001, 1300) n",
)
