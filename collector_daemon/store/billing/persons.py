"""A person's number in rated calls, masked when the person's data are erased; a running call on credit forgets it.

What a call cost, when it was and its prefix stay: they are the books. The number goes, unless the call is on an issued
document: that and what proves it must be kept ten years from the end of its year (Act 235/2004 Coll. § 35; Act 563/1991
Coll. § 31 and 32), and the duty to keep goes before the right to be forgotten (GDPR, article 17 (3) b).
"""

from __future__ import annotations

from collections import Counter

from shared.database.connection import Connection

MASK = "…"
"""What a masked number ends with; such a call keeps its price and is not rated again."""


async def mask(connection: Connection, normal: str) -> Counter[str]:
    """Mask the number (as it is rated: "+" and digits); how many rows of each table were changed."""
    given = {"number": normal, "mask": MASK}
    counts: Counter[str] = Counter()
    for table, statement in _MASK:
        counts[table] += (await connection.execute(statement.encode(), given)).rowcount
    return counts


_THEIRS = """r.number = %(number)s and r.direction = 'outbound' and not exists (
        select from billing_period p where p.period = r.period and p.invoice is not null
            and date_trunc('year', p.closed_at) + interval '11 years' > now())"""
_LEFT = "'+' || coalesce(r.prefix, '') || %(mask)s::text"
_MASK = (
    ("reservation", "update reservation set number = null where number = %(number)s"),
    ("call", f"""
        update call c set outside_legs = (
            select jsonb_agg(case when l.leg->>'number' = r.said
                then l.leg || jsonb_build_object('number', %(mask)s::text) else l.leg end order by l.nth)
            from jsonb_array_elements(c.outside_legs) with ordinality l (leg, nth))
        from (
            select r.pbx, r.part_of, l.leg->>'number' as said from rated_call r
            join call o on o.pbx = r.pbx and o.call_id = r.part_of
            cross join lateral jsonb_array_elements(o.outside_legs) l (leg)
            where l.leg->>'leg_id' = r.call_id and {_THEIRS}
        ) r where c.pbx = r.pbx and c.call_id = r.part_of"""),  # noqa: S608 - texts of ours
    ("rating_difference", f"""
        update rating_difference d set trace = jsonb_set(d.trace, '{{number}}', to_jsonb({_LEFT}))
        from rated_call r where d.pbx = r.pbx and d.call_id = r.call_id and d.trace is not null and {_THEIRS}"""),  # noqa: S608
    ("rated_call", f"""
        update rated_call r set number = {_LEFT},
            trace = jsonb_set(r.trace, '{{number}}', to_jsonb({_LEFT}))
        where {_THEIRS}"""),  # noqa: S608
)  # fmt: skip
