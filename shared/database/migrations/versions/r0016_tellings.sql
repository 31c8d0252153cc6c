-- Whose keys were pressed, and which pauses of a recording are cut out of its file.
-- What was stored before keeps what it said: keys are the caller's (null), pauses are silence in the file (false).
alter table step add column party text;
comment on column step.party is 'Who pressed the key, where it was not the caller: an extension or number.';
comment on table recording_pause is 'A span of a recording without sound: muted on purpose, or not written.';
alter table recording_pause add column is_cut boolean not null default false;
comment on column recording_pause.is_cut is 'The file stands still meanwhile; else silence is written.';

create or replace function fill_sums() returns void language sql as $$
    with visited as (
        select pbx, call_id, sum(wait_ms) as wait_ms,
            array_agg(distinct outcome order by outcome) filter (where outcome is not null) as visit_outcomes
        from queue_visit group by pbx, call_id
    ), rung as (
        select v.pbx, v.call_id, count(*) as attempts,
            max(round(extract(epoch from a.ended_at - a.started_at) * 1000)) as ring_ms,
            array_agg(a.agent order by v.entered_at, v.uniqueid, v.queue, v.nth, a.nth) as rang,
            array_agg(a.agent) filter (where a.result = 'answered') as took
        from ring_attempt a
        join queue_visit v on v.pbx = a.pbx and v.uniqueid = a.uniqueid and v.queue = a.queue and v.nth = a.visit_nth
        group by v.pbx, v.call_id
    ), talk as (
        select pbx, call_id, nth, party, other, talk_ms, hold_ms, bool_or(other = 'caller') over calls as has_customer,
            first_value(party) over (calls order by nth) as first_party
        from conversation where kind is null window calls as (partition by pbx, call_id)
    ), talked as (
        select pbx, call_id,
            sum(talk_ms) filter (where other = 'caller' or not has_customer and party = first_party) as talk_ms,
            sum(hold_ms) filter (where other = 'caller' or not has_customer and party = first_party) as hold_ms,
            array_agg(party order by nth) filter (where party <> 'caller') as agents
        from talk group by pbx, call_id
    ), pressed as (
        select pbx, call_id, string_agg(text, '' order by nth) as keyed from step
        where kind = 'digit' and party is null group by pbx, call_id
    )
    update call c set
        wait_ms = v.wait_ms, visit_outcomes = coalesce(v.visit_outcomes, '{}'),
        ring_ms = r.ring_ms, attempts = coalesce(r.attempts, 0),
        rang = each_once(r.rang), missed = array(select unnest(each_once(r.rang)) except select unnest(r.took) order by 1),
        talk_ms = t.talk_ms, hold_ms = t.hold_ms, agents = each_once(t.agents),
        keyed = coalesce(p.keyed, ''),
        is_transferred = exists (
            select from transfer d where d.pbx = c.pbx and d.call_id = c.call_id and d.is_completed),
        is_consulted = exists (select from conversation d
            where d.pbx = c.pbx and d.call_id = c.call_id and d.kind = 'consultation'),
        is_parked = exists (select from parking d where d.pbx = c.pbx and d.call_id = c.call_id),
        recording_count = (select count(*) from recording d where d.pbx = c.pbx and d.call_id = c.call_id)
    from call one
    left join visited v on v.pbx = one.pbx and v.call_id = one.call_id
    left join rung r on r.pbx = one.pbx and r.call_id = one.call_id
    left join talked t on t.pbx = one.pbx and t.call_id = one.call_id
    left join pressed p on p.pbx = one.pbx and p.call_id = one.call_id
    where c.pbx = one.pbx and c.call_id = one.call_id
$$;
