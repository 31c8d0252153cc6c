"""What a search's form can offer, and when the PBX was not seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import unescape
from shared.domain.agents import Gap
from supervisor_console.reports.found import Facets


def facets(connection: Connection) -> Facets:
    """What there is to choose from. Raises what the database raises."""
    return Facets(
        pbxs=_texts(connection, "select pbx from pbx order by 1"),
        queues=_texts(connection, "select distinct queue from queue order by 1"),
        agents=_agents(connection),
        lines=_texts(connection, "select distinct line from inbound_line order by 1"),
        dispositions=tuple(
            (unescape(row.code), unescape(row.text or row.code)) for row in connection.execute(_DISPOSITIONS)
        ),
        crm_fields=_texts(connection, _FIELDS),
    )


def gaps(connection: Connection, since: datetime, until: datetime) -> tuple[Gap, ...]:
    """The gaps that touch [since, until), in order."""
    found = connection.execute(_GAPS, {"since": since, "until": until})
    return tuple(gap_of(row) for row in found)


def gap_of(row: Any) -> Gap:
    """A row of the table of gaps."""
    return Gap(pbx=unescape(row.pbx), started_at=row.started_at, ended_at=row.ended_at, cause=row.cause)


def _texts(connection: Connection, question: str) -> tuple[str, ...]:
    return tuple(unescape(found) for found in connection.execute(sql(question)).scalars())


def _agents(connection: Connection) -> tuple[tuple[str, str | None], ...]:
    found = connection.execute(sql("select agent, max(name) as name from agent group by agent order by agent"))
    return tuple((unescape(row.agent), unescape(row.name) if row.name else None) for row in found)


_GAPS = sql(
    "select pbx, started_at, ended_at, cause from gap where started_at < :until "
    "and (ended_at is null or ended_at > :since) order by started_at, pbx"
)
# Each code once, by steps through the index: there are few codes, and a row a call.
_DISPOSITIONS = sql("""
    with recursive codes (code) as (
        (select code from call_disposition where code <> '' order by code limit 1)
        union all
        select (select d.code from call_disposition d where d.code > codes.code order by d.code limit 1)
        from codes where codes.code is not null
    )
    select codes.code, (select d.text from call_disposition d where d.code = codes.code and d.text <> ''
        order by d.call_started_at desc limit 1) as text
    from codes where codes.code is not null order by 1
""")
_FIELDS = """
    select distinct field from (select answers from call_form order by call_started_at desc limit 2000) f,
        jsonb_object_keys(f.answers) field order by 1
"""
