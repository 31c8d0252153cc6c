-- Sums of visits, calls and agents' time by quarter-hour, day and month, kept with the facts by triggers: in the same
-- transaction, so that what is told again changes nothing twice. What they mean is said in shared/database/tables/rollups.py.
--
-- Days and months are those of one zone (installation.zone; the daemon sets it to the centre's); quarters of an hour are
-- the same in all zones. What retention forgets stays in the sums: see installation.calls_whole_since.

alter table installation
    add column zone text default 'UTC'::text not null,
    add column calls_whole_since timestamptz,
    add column agents_whole_since timestamptz;
comment on column installation.zone is 'Sums by day and month are of this zone''s days.';
comment on column installation.calls_whole_since is 'Older calls may have been forgotten; what sums know of them stays as it is.';
comment on column installation.agents_whole_since is 'The same of agents'' time.';

create function sums_zone() returns text
    language sql stable parallel safe security definer set search_path = public, pg_temp
    as $$ select zone from installation $$;

-- Whether the retention is at work: what it deletes is not taken from the sums.
create function is_forgetting() returns boolean
    language sql stable as $$ select coalesce(current_setting('callcentre.is_forgetting', true), '') = 'on' $$;

-- Milliseconds since 1970, downwards: so that pieces of a span add up to the span.
create function ms_of(moment timestamptz) returns bigint
    language sql stable parallel safe as $$ select floor(extract(epoch from moment) * 1000)::bigint $$;

create function ms_between(first timestamptz, last timestamptz) returns bigint
    language sql stable parallel safe as $$ select ms_of(last) - ms_of(first) $$;

create function week_hour(moment timestamptz, zone text) returns smallint
    language sql stable parallel safe as $$
        select ((extract(isodow from moment at time zone zone) - 1) * 24 + extract(hour from moment at time zone zone))::smallint
    $$;

create function wait_edge(wait_ms bigint) returns integer
    language sql immutable parallel safe
    as $$
        select case
            when wait_ms <= 0 then 0
            when wait_ms <= 120000 then ((wait_ms + 999) / 1000)::integer
            when wait_ms <= 600000 then ((wait_ms + 4999) / 5000)::integer * 5
            when wait_ms <= 7200000 then ((wait_ms + 59999) / 60000)::integer * 60
            else -1 end
    $$;

-- The tables -----------------------------------------------------------------------------------------------------------

create table visit_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    queue text not null,
    slot smallint not null,
    offered integer default 0 not null,
    answered integer default 0 not null,
    abandoned integer default 0 not null,
    out_timeout integer default 0 not null,
    out_key integer default 0 not null,
    out_join_empty integer default 0 not null,
    out_leave_empty integer default 0 not null,
    out_full integer default 0 not null,
    out_transferred integer default 0 not null,
    lost integer default 0 not null,
    waiting integer default 0 not null,
    ongoing integer default 0 not null,
    passed_on integer default 0 not null,
    ended_by_agent integer default 0 not null,
    ended_by_caller integer default 0 not null,
    answered_wait_ms bigint default 0 not null,
    abandoned_wait_ms bigint default 0 not null,
    out_wait_ms bigint default 0 not null,
    ring_ms bigint default 0 not null,
    talk_ms bigint default 0 not null,
    hold_ms bigint default 0 not null,
    answered_in_3 integer default 0 not null,
    answered_in_5 integer default 0 not null,
    answered_in_10 integer default 0 not null,
    answered_in_15 integer default 0 not null,
    answered_in_20 integer default 0 not null,
    answered_in_25 integer default 0 not null,
    answered_in_30 integer default 0 not null,
    answered_in_40 integer default 0 not null,
    answered_in_45 integer default 0 not null,
    answered_in_60 integer default 0 not null,
    answered_in_90 integer default 0 not null,
    answered_in_120 integer default 0 not null,
    answered_in_180 integer default 0 not null,
    answered_in_300 integer default 0 not null,
    abandoned_in_3 integer default 0 not null,
    abandoned_in_5 integer default 0 not null,
    abandoned_in_10 integer default 0 not null,
    abandoned_in_15 integer default 0 not null,
    abandoned_in_20 integer default 0 not null,
    abandoned_in_25 integer default 0 not null,
    abandoned_in_30 integer default 0 not null,
    abandoned_in_40 integer default 0 not null,
    abandoned_in_45 integer default 0 not null,
    abandoned_in_60 integer default 0 not null,
    abandoned_in_90 integer default 0 not null,
    abandoned_in_120 integer default 0 not null,
    abandoned_in_180 integer default 0 not null,
    abandoned_in_300 integer default 0 not null,
    constraint visit_sum_pkey primary key (span, starts_at, pbx, queue, slot)
) with (fillfactor = 70);
comment on table visit_sum is 'Queue visits by when they entered: of a quarter of an hour, a day, a month, or (week_hour) of an hour of the week in a month. slot: of week_hour the hour from Monday 0:00 on, else 0. out_: flow-outs by outcome; answered_in_20, abandoned_in_20: after at most 20 s. Kept by triggers.';

create table wait_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    queue text not null,
    outcome text not null,
    wait_edge integer not null,
    visits integer default 0 not null,
    constraint wait_sum_pkey primary key (span, starts_at, pbx, queue, outcome, wait_edge)
) with (fillfactor = 70);
comment on table wait_sum is 'Answered and abandoned visits of a day or month by how long they waited: at most wait_edge seconds and more than the edge before it (a second up to 120, five up to 600, a minute up to 7200; -1: longer). Kept by triggers.';

create table handling_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    agent text not null,
    queue text not null,
    handled integer default 0 not null,
    ongoing integer default 0 not null,
    passed_on integer default 0 not null,
    ended_by_agent integer default 0 not null,
    ended_by_caller integer default 0 not null,
    wait_ms bigint default 0 not null,
    ring_ms bigint default 0 not null,
    talk_ms bigint default 0 not null,
    hold_ms bigint default 0 not null,
    offers integer default 0 not null,
    taken integer default 0 not null,
    no_answer integer default 0 not null,
    rejected integer default 0 not null,
    elsewhere integer default 0 not null,
    cancelled integer default 0 not null,
    failed integer default 0 not null,
    rung_ms bigint default 0 not null,
    constraint handling_sum_pkey primary key (span, starts_at, pbx, agent, queue)
) with (fillfactor = 70);
comment on table handling_sum is 'What agents did in queues: visits they answered by when those entered (handled … hold_ms), and ringing of their phones by when it began (offers … rung_ms). Kept by triggers.';

create table agent_time_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    agent text not null,
    state text not null,
    reason text not null,
    spells integer default 0 not null,
    spent_ms bigint default 0 not null,
    constraint agent_time_sum_pkey primary key (span, starts_at, pbx, agent, state, reason)
) with (fillfactor = 70);
comment on table agent_time_sum is 'Agents'' time in each state but logged_out, cut at quarters of an hour; spells: how many began in it. Only spans that are over. Kept by triggers.';

create table call_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    direction text not null,
    line text not null,
    queues_key text not null,
    queues text[] not null,
    calls integer default 0 not null,
    answered integer default 0 not null,
    abandoned integer default 0 not null,
    left_ivr integer default 0 not null,
    overflow integer default 0 not null,
    no_answer integer default 0 not null,
    busy integer default 0 not null,
    failed integer default 0 not null,
    cancelled integer default 0 not null,
    lost integer default 0 not null,
    ongoing integer default 0 not null,
    transferred integer default 0 not null,
    in_gap integer default 0 not null,
    imported integer default 0 not null,
    waited integer default 0 not null,
    talked integer default 0 not null,
    wait_ms bigint default 0 not null,
    talk_ms bigint default 0 not null,
    hold_ms bigint default 0 not null,
    length_ms bigint default 0 not null,
    constraint call_sum_pkey primary key (span, starts_at, pbx, direction, line, queues_key)
) with (fillfactor = 70);
comment on table call_sum is 'Calls by when they began; line is '''' where there is none, queues_key a hash of queues. Kept by triggers.';

create table agent_queue (
    pbx text not null,
    agent text not null,
    queue text not null,
    constraint agent_queue_pkey primary key (pbx, agent, queue)
);
comment on table agent_queue is 'The queues that an agent was ever a member of: who may see him, also when his sessions are forgotten.';

-- Adding parts of a span to all the spans it belongs to --------------------------------------------------------------

create function add_visit_sums(parts visit_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into visit_sum as s
        (span, starts_at, pbx, queue, slot, offered, answered, abandoned, out_timeout, out_key, out_join_empty,
         out_leave_empty, out_full, out_transferred, lost, waiting, ongoing, passed_on, ended_by_agent,
         ended_by_caller, answered_wait_ms, abandoned_wait_ms, out_wait_ms, ring_ms, talk_ms, hold_ms, answered_in_3,
         answered_in_5, answered_in_10, answered_in_15, answered_in_20, answered_in_25, answered_in_30,
         answered_in_40, answered_in_45, answered_in_60, answered_in_90, answered_in_120, answered_in_180,
         answered_in_300, abandoned_in_3, abandoned_in_5, abandoned_in_10, abandoned_in_15, abandoned_in_20,
         abandoned_in_25, abandoned_in_30, abandoned_in_40, abandoned_in_45, abandoned_in_60, abandoned_in_90,
         abandoned_in_120, abandoned_in_180, abandoned_in_300)
    select
        t.span, t.starts_at, p.pbx, p.queue, t.slot, sign * sum(p.offered), sign * sum(p.answered),
        sign * sum(p.abandoned), sign * sum(p.out_timeout), sign * sum(p.out_key), sign * sum(p.out_join_empty),
        sign * sum(p.out_leave_empty), sign * sum(p.out_full), sign * sum(p.out_transferred), sign * sum(p.lost),
        sign * sum(p.waiting), sign * sum(p.ongoing), sign * sum(p.passed_on), sign * sum(p.ended_by_agent),
        sign * sum(p.ended_by_caller), sign * sum(p.answered_wait_ms), sign * sum(p.abandoned_wait_ms),
        sign * sum(p.out_wait_ms), sign * sum(p.ring_ms), sign * sum(p.talk_ms), sign * sum(p.hold_ms),
        sign * sum(p.answered_in_3), sign * sum(p.answered_in_5), sign * sum(p.answered_in_10),
        sign * sum(p.answered_in_15), sign * sum(p.answered_in_20), sign * sum(p.answered_in_25),
        sign * sum(p.answered_in_30), sign * sum(p.answered_in_40), sign * sum(p.answered_in_45),
        sign * sum(p.answered_in_60), sign * sum(p.answered_in_90), sign * sum(p.answered_in_120),
        sign * sum(p.answered_in_180), sign * sum(p.answered_in_300), sign * sum(p.abandoned_in_3),
        sign * sum(p.abandoned_in_5), sign * sum(p.abandoned_in_10), sign * sum(p.abandoned_in_15),
        sign * sum(p.abandoned_in_20), sign * sum(p.abandoned_in_25), sign * sum(p.abandoned_in_30),
        sign * sum(p.abandoned_in_40), sign * sum(p.abandoned_in_45), sign * sum(p.abandoned_in_60),
        sign * sum(p.abandoned_in_90), sign * sum(p.abandoned_in_120), sign * sum(p.abandoned_in_180),
        sign * sum(p.abandoned_in_300)
    from unnest(parts) p
    cross join lateral (values ('quarter', p.starts_at, 0::smallint),
        ('day', date_trunc('day', p.starts_at, zone), 0), ('month', date_trunc('month', p.starts_at, zone), 0),
        ('week_hour', date_trunc('month', p.starts_at, zone), week_hour(p.starts_at, zone))
    ) t (span, starts_at, slot)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict on constraint visit_sum_pkey do update set
        offered = s.offered + excluded.offered, answered = s.answered + excluded.answered,
        abandoned = s.abandoned + excluded.abandoned, out_timeout = s.out_timeout + excluded.out_timeout,
        out_key = s.out_key + excluded.out_key, out_join_empty = s.out_join_empty + excluded.out_join_empty,
        out_leave_empty = s.out_leave_empty + excluded.out_leave_empty, out_full = s.out_full + excluded.out_full,
        out_transferred = s.out_transferred + excluded.out_transferred, lost = s.lost + excluded.lost,
        waiting = s.waiting + excluded.waiting, ongoing = s.ongoing + excluded.ongoing,
        passed_on = s.passed_on + excluded.passed_on, ended_by_agent = s.ended_by_agent + excluded.ended_by_agent,
        ended_by_caller = s.ended_by_caller + excluded.ended_by_caller,
        answered_wait_ms = s.answered_wait_ms + excluded.answered_wait_ms,
        abandoned_wait_ms = s.abandoned_wait_ms + excluded.abandoned_wait_ms,
        out_wait_ms = s.out_wait_ms + excluded.out_wait_ms, ring_ms = s.ring_ms + excluded.ring_ms,
        talk_ms = s.talk_ms + excluded.talk_ms, hold_ms = s.hold_ms + excluded.hold_ms,
        answered_in_3 = s.answered_in_3 + excluded.answered_in_3,
        answered_in_5 = s.answered_in_5 + excluded.answered_in_5,
        answered_in_10 = s.answered_in_10 + excluded.answered_in_10,
        answered_in_15 = s.answered_in_15 + excluded.answered_in_15,
        answered_in_20 = s.answered_in_20 + excluded.answered_in_20,
        answered_in_25 = s.answered_in_25 + excluded.answered_in_25,
        answered_in_30 = s.answered_in_30 + excluded.answered_in_30,
        answered_in_40 = s.answered_in_40 + excluded.answered_in_40,
        answered_in_45 = s.answered_in_45 + excluded.answered_in_45,
        answered_in_60 = s.answered_in_60 + excluded.answered_in_60,
        answered_in_90 = s.answered_in_90 + excluded.answered_in_90,
        answered_in_120 = s.answered_in_120 + excluded.answered_in_120,
        answered_in_180 = s.answered_in_180 + excluded.answered_in_180,
        answered_in_300 = s.answered_in_300 + excluded.answered_in_300,
        abandoned_in_3 = s.abandoned_in_3 + excluded.abandoned_in_3,
        abandoned_in_5 = s.abandoned_in_5 + excluded.abandoned_in_5,
        abandoned_in_10 = s.abandoned_in_10 + excluded.abandoned_in_10,
        abandoned_in_15 = s.abandoned_in_15 + excluded.abandoned_in_15,
        abandoned_in_20 = s.abandoned_in_20 + excluded.abandoned_in_20,
        abandoned_in_25 = s.abandoned_in_25 + excluded.abandoned_in_25,
        abandoned_in_30 = s.abandoned_in_30 + excluded.abandoned_in_30,
        abandoned_in_40 = s.abandoned_in_40 + excluded.abandoned_in_40,
        abandoned_in_45 = s.abandoned_in_45 + excluded.abandoned_in_45,
        abandoned_in_60 = s.abandoned_in_60 + excluded.abandoned_in_60,
        abandoned_in_90 = s.abandoned_in_90 + excluded.abandoned_in_90,
        abandoned_in_120 = s.abandoned_in_120 + excluded.abandoned_in_120,
        abandoned_in_180 = s.abandoned_in_180 + excluded.abandoned_in_180,
        abandoned_in_300 = s.abandoned_in_300 + excluded.abandoned_in_300;
end $$;

create function add_wait_sums(parts wait_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into wait_sum as s
        (span, starts_at, pbx, queue, outcome, wait_edge, visits)
    select
        t.span, t.starts_at, p.pbx, p.queue, p.outcome, p.wait_edge, sign * sum(p.visits)
    from unnest(parts) p
    cross join lateral (values ('day', p.starts_at),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict on constraint wait_sum_pkey do update set
        visits = s.visits + excluded.visits;
end $$;

create function add_handling_sums(parts handling_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into handling_sum as s
        (span, starts_at, pbx, agent, queue, handled, ongoing, passed_on, ended_by_agent, ended_by_caller, wait_ms,
         ring_ms, talk_ms, hold_ms, offers, taken, no_answer, rejected, elsewhere, cancelled, failed, rung_ms)
    select
        t.span, t.starts_at, p.pbx, p.agent, p.queue, sign * sum(p.handled), sign * sum(p.ongoing),
        sign * sum(p.passed_on), sign * sum(p.ended_by_agent), sign * sum(p.ended_by_caller), sign * sum(p.wait_ms),
        sign * sum(p.ring_ms), sign * sum(p.talk_ms), sign * sum(p.hold_ms), sign * sum(p.offers),
        sign * sum(p.taken), sign * sum(p.no_answer), sign * sum(p.rejected), sign * sum(p.elsewhere),
        sign * sum(p.cancelled), sign * sum(p.failed), sign * sum(p.rung_ms)
    from unnest(parts) p
    cross join lateral (values ('day', p.starts_at),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict on constraint handling_sum_pkey do update set
        handled = s.handled + excluded.handled, ongoing = s.ongoing + excluded.ongoing,
        passed_on = s.passed_on + excluded.passed_on, ended_by_agent = s.ended_by_agent + excluded.ended_by_agent,
        ended_by_caller = s.ended_by_caller + excluded.ended_by_caller, wait_ms = s.wait_ms + excluded.wait_ms,
        ring_ms = s.ring_ms + excluded.ring_ms, talk_ms = s.talk_ms + excluded.talk_ms,
        hold_ms = s.hold_ms + excluded.hold_ms, offers = s.offers + excluded.offers,
        taken = s.taken + excluded.taken, no_answer = s.no_answer + excluded.no_answer,
        rejected = s.rejected + excluded.rejected, elsewhere = s.elsewhere + excluded.elsewhere,
        cancelled = s.cancelled + excluded.cancelled, failed = s.failed + excluded.failed,
        rung_ms = s.rung_ms + excluded.rung_ms;
end $$;

create function add_agent_time_sums(parts agent_time_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into agent_time_sum as s
        (span, starts_at, pbx, agent, state, reason, spells, spent_ms)
    select
        t.span, t.starts_at, p.pbx, p.agent, p.state, p.reason, sign * sum(p.spells), sign * sum(p.spent_ms)
    from unnest(parts) p
    cross join lateral (values ('quarter', p.starts_at), ('day', date_trunc('day', p.starts_at, zone)),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict on constraint agent_time_sum_pkey do update set
        spells = s.spells + excluded.spells, spent_ms = s.spent_ms + excluded.spent_ms;
end $$;

create function add_call_sums(parts call_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into call_sum as s
        (span, starts_at, pbx, direction, line, queues_key, queues, calls, answered, abandoned, left_ivr, overflow,
         no_answer, busy, failed, cancelled, lost, ongoing, transferred, in_gap, imported, waited, talked, wait_ms,
         talk_ms, hold_ms, length_ms)
    select
        t.span, t.starts_at, p.pbx, p.direction, p.line, p.queues_key, min(p.queues), sign * sum(p.calls),
        sign * sum(p.answered), sign * sum(p.abandoned), sign * sum(p.left_ivr), sign * sum(p.overflow),
        sign * sum(p.no_answer), sign * sum(p.busy), sign * sum(p.failed), sign * sum(p.cancelled),
        sign * sum(p.lost), sign * sum(p.ongoing), sign * sum(p.transferred), sign * sum(p.in_gap),
        sign * sum(p.imported), sign * sum(p.waited), sign * sum(p.talked), sign * sum(p.wait_ms),
        sign * sum(p.talk_ms), sign * sum(p.hold_ms), sign * sum(p.length_ms)
    from unnest(parts) p
    cross join lateral (values ('quarter', p.starts_at), ('day', date_trunc('day', p.starts_at, zone)),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict on constraint call_sum_pkey do update set
        calls = s.calls + excluded.calls, answered = s.answered + excluded.answered,
        abandoned = s.abandoned + excluded.abandoned, left_ivr = s.left_ivr + excluded.left_ivr,
        overflow = s.overflow + excluded.overflow, no_answer = s.no_answer + excluded.no_answer,
        busy = s.busy + excluded.busy, failed = s.failed + excluded.failed,
        cancelled = s.cancelled + excluded.cancelled, lost = s.lost + excluded.lost,
        ongoing = s.ongoing + excluded.ongoing, transferred = s.transferred + excluded.transferred,
        in_gap = s.in_gap + excluded.in_gap, imported = s.imported + excluded.imported,
        waited = s.waited + excluded.waited, talked = s.talked + excluded.talked,
        wait_ms = s.wait_ms + excluded.wait_ms, talk_ms = s.talk_ms + excluded.talk_ms,
        hold_ms = s.hold_ms + excluded.hold_ms, length_ms = s.length_ms + excluded.length_ms;
end $$;

-- From facts to parts ----------------------------------------------------------------------------------------------------

create function queues_key(queues text[]) returns text
    language sql stable parallel safe as $$ select md5(array_to_string(queues, chr(31))) $$;

-- A span cut at quarters of an hour; of more than ninety days the first ninety: so an index over beginnings finds it.
create function pieces_of(first timestamptz, last timestamptz, out at timestamptz, out is_first boolean, out ms bigint)
    returns setof record language sql stable parallel safe rows 2
    as $$
        select q.at, q.at <= first, ms_between(greatest(q.at, first), least(q.at + interval '15 minutes', last))
        from generate_series(date_bin('15 minutes', first, '2000-01-01Z'),
            least(last, first + interval '90 days') - interval '1 microsecond', interval '15 minutes') q (at)
    $$;

create function visit_parts(since timestamptz, until timestamptz) returns setof visit_sum language sql stable as $$
        select 'quarter', date_bin('15 minutes', v.entered_at, '2000-01-01Z'), v.pbx, v.queue, 0::smallint,
        count(*), count(*) filter (where v.outcome = 'answered'), count(*) filter (where v.outcome = 'abandoned'),
        count(*) filter (where v.outcome = 'timeout'), count(*) filter (where v.outcome = 'key'),
        count(*) filter (where v.outcome = 'join_empty'), count(*) filter (where v.outcome = 'leave_empty'),
        count(*) filter (where v.outcome = 'full'), count(*) filter (where v.outcome = 'transferred'),
        count(*) filter (where v.outcome = 'lost'), count(*) filter (where v.outcome is null),
        count(*) filter (where v.outcome = 'answered' and v.ended_at is null),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'transfer'),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'agent'),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'caller'),
        coalesce(sum(v.wait_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.wait_ms) filter (where v.outcome = 'abandoned'), 0),
        coalesce(sum(v.wait_ms) filter (where v.outcome in ('timeout', 'key', 'join_empty', 'leave_empty', 'full', 'transferred')), 0),
        coalesce(sum(v.ring_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.talk_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.hold_ms) filter (where v.outcome = 'answered'), 0),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 3000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 5000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 10000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 15000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 20000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 25000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 30000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 40000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 45000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 60000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 90000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 120000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 180000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 300000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 3000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 5000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 10000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 15000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 20000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 25000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 30000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 40000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 45000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 60000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 90000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 120000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 180000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 300000)
        from queue_visit v where v.entered_at >= since and v.entered_at < until
        group by 2, 3, 4
$$;

create function wait_parts(since timestamptz, until timestamptz, zone text) returns setof wait_sum language sql stable as $$
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.queue, v.outcome, wait_edge(v.wait_ms), count(*)
        from queue_visit v where v.entered_at >= since and v.entered_at < until and v.outcome in ('answered', 'abandoned') and v.wait_ms is not null
        group by 2, 3, 4, 5, 6
$$;

create function handling_parts(since timestamptz, until timestamptz, zone text) returns setof handling_sum language sql stable as $$
        select p.span, p.starts_at, p.pbx, p.agent, p.queue,
        sum(p.handled)::integer, sum(p.ongoing)::integer, sum(p.passed_on)::integer, sum(p.ended_by_agent)::integer,
        sum(p.ended_by_caller)::integer, sum(p.wait_ms)::bigint, sum(p.ring_ms)::bigint, sum(p.talk_ms)::bigint,
        sum(p.hold_ms)::bigint, sum(p.offers)::integer, sum(p.taken)::integer, sum(p.no_answer)::integer,
        sum(p.rejected)::integer, sum(p.elsewhere)::integer, sum(p.cancelled)::integer, sum(p.failed)::integer,
        sum(p.rung_ms)::bigint
        from (
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.agent, v.queue,
        count(*), count(*) filter (where v.ended_at is null), count(*) filter (where v.ended_by = 'transfer'),
        count(*) filter (where v.ended_by = 'agent'), count(*) filter (where v.ended_by = 'caller'),
        coalesce(sum(v.wait_ms), 0), coalesce(sum(v.ring_ms), 0), coalesce(sum(v.talk_ms), 0),
        coalesce(sum(v.hold_ms), 0), 0, 0, 0, 0, 0, 0, 0, 0
        from queue_visit v where v.entered_at >= since and v.entered_at < until and v.outcome = 'answered' and v.agent is not null
        group by 2, 3, 4, 5
        union all
        select 'day', date_trunc('day', r.started_at, zone), r.pbx, r.agent, r.queue,
        0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), count(*) filter (where r.result = 'answered'),
        count(*) filter (where r.result = 'no_answer'), count(*) filter (where r.result = 'rejected'),
        count(*) filter (where r.result = 'elsewhere'), count(*) filter (where r.result = 'cancelled'),
        count(*) filter (where r.result = 'failed'), coalesce(sum(ms_between(r.started_at, r.ended_at)), 0)
        from ring_attempt r where r.started_at >= since and r.started_at < until
        group by 2, 3, 4, 5
        ) p (span, starts_at, pbx, agent, queue, handled, ongoing, passed_on, ended_by_agent, ended_by_caller, wait_ms,
        ring_ms, talk_ms, hold_ms, offers, taken, no_answer, rejected, elsewhere, cancelled, failed, rung_ms)
        group by 1, 2, 3, 4, 5
$$;

create function agent_time_parts(since timestamptz, until timestamptz) returns setof agent_time_sum language sql stable as $$
        select 'quarter', piece.at, i.pbx, i.agent, i.state, left(i.reason, 64), count(*) filter (where piece.is_first),
            sum(piece.ms)
        from agent_interval i cross join lateral pieces_of(i.started_at, i.ended_at) piece
        where i.ended_at > since and i.started_at < until and i.started_at > since - interval '91 days' and i.state <> 'logged_out' and i.ended_at > i.started_at
            and piece.at >= since and piece.at < until
        group by 2, 3, 4, 5, 6
$$;

create function call_parts(since timestamptz, until timestamptz) returns setof call_sum language sql stable as $$
        select 'quarter', date_bin('15 minutes', c.started_at, '2000-01-01Z'), c.pbx, c.direction, coalesce(c.line, ''),
            queues_key(c.queues), min(c.queues),
        count(*), count(*) filter (where c.outcome = 'answered'), count(*) filter (where c.outcome = 'abandoned'),
        count(*) filter (where c.outcome = 'left_ivr'), count(*) filter (where c.outcome = 'overflow'),
        count(*) filter (where c.outcome = 'no_answer'), count(*) filter (where c.outcome = 'busy'),
        count(*) filter (where c.outcome = 'failed'), count(*) filter (where c.outcome = 'cancelled'),
        count(*) filter (where c.outcome = 'lost'), count(*) filter (where c.ended_at is null),
        count(*) filter (where c.is_transferred), count(*) filter (where c.is_in_gap),
        count(*) filter (where c.origin = 'queue_log'), count(c.wait_ms), count(c.talk_ms),
        coalesce(sum(c.wait_ms), 0), coalesce(sum(c.talk_ms), 0), coalesce(sum(c.hold_ms), 0),
        coalesce(sum(c.length_ms), 0)
        from call c where c.started_at >= since and c.started_at < until
        group by 2, 3, 4, 5, 6
$$;

-- Kept with the facts ---------------------------------------------------------------------------------------------------
-- Each of these runs for rows that came (argument 1) and for rows that went (-1); an update is both.

create function count_visits() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform add_visit_sums(array(
        select row(p.*)::visit_sum from (
        select 'quarter', date_bin('15 minutes', v.entered_at, '2000-01-01Z'), v.pbx, v.queue, 0::smallint,
        count(*), count(*) filter (where v.outcome = 'answered'), count(*) filter (where v.outcome = 'abandoned'),
        count(*) filter (where v.outcome = 'timeout'), count(*) filter (where v.outcome = 'key'),
        count(*) filter (where v.outcome = 'join_empty'), count(*) filter (where v.outcome = 'leave_empty'),
        count(*) filter (where v.outcome = 'full'), count(*) filter (where v.outcome = 'transferred'),
        count(*) filter (where v.outcome = 'lost'), count(*) filter (where v.outcome is null),
        count(*) filter (where v.outcome = 'answered' and v.ended_at is null),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'transfer'),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'agent'),
        count(*) filter (where v.outcome = 'answered' and v.ended_by = 'caller'),
        coalesce(sum(v.wait_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.wait_ms) filter (where v.outcome = 'abandoned'), 0),
        coalesce(sum(v.wait_ms) filter (where v.outcome in ('timeout', 'key', 'join_empty', 'leave_empty', 'full', 'transferred')), 0),
        coalesce(sum(v.ring_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.talk_ms) filter (where v.outcome = 'answered'), 0),
        coalesce(sum(v.hold_ms) filter (where v.outcome = 'answered'), 0),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 3000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 5000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 10000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 15000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 20000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 25000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 30000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 40000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 45000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 60000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 90000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 120000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 180000),
        count(*) filter (where v.outcome = 'answered' and v.wait_ms <= 300000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 3000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 5000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 10000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 15000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 20000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 25000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 30000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 40000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 45000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 60000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 90000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 120000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 180000),
        count(*) filter (where v.outcome = 'abandoned' and v.wait_ms <= 300000)
        from changed v where v.entered_at >= since
        group by 2, 3, 4
        ) p
    ), sign, zone, '{quarter,day,month,week_hour}');
    perform add_wait_sums(array(
        select row(p.*)::wait_sum from (
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.queue, v.outcome, wait_edge(v.wait_ms), count(*)
        from changed v where v.entered_at >= since and v.outcome in ('answered', 'abandoned') and v.wait_ms is not null
        group by 2, 3, 4, 5, 6
        ) p
    ), sign, zone, '{quarter,day,month}');
    perform add_handling_sums(array(
        select row(p.*)::handling_sum from (
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.agent, v.queue,
        count(*), count(*) filter (where v.ended_at is null), count(*) filter (where v.ended_by = 'transfer'),
        count(*) filter (where v.ended_by = 'agent'), count(*) filter (where v.ended_by = 'caller'),
        coalesce(sum(v.wait_ms), 0), coalesce(sum(v.ring_ms), 0), coalesce(sum(v.talk_ms), 0),
        coalesce(sum(v.hold_ms), 0), 0, 0, 0, 0, 0, 0, 0, 0
        from changed v where v.entered_at >= since and v.outcome = 'answered' and v.agent is not null
        group by 2, 3, 4, 5
        ) p
    ), sign, zone, '{quarter,day,month}');
    return null;
end $$;

create function count_rings() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform add_handling_sums(array(
        select row(p.*)::handling_sum from (
        select 'day', date_trunc('day', r.started_at, zone), r.pbx, r.agent, r.queue,
        0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), count(*) filter (where r.result = 'answered'),
        count(*) filter (where r.result = 'no_answer'), count(*) filter (where r.result = 'rejected'),
        count(*) filter (where r.result = 'elsewhere'), count(*) filter (where r.result = 'cancelled'),
        count(*) filter (where r.result = 'failed'), coalesce(sum(ms_between(r.started_at, r.ended_at)), 0)
        from changed r where r.started_at >= since
        group by 2, 3, 4, 5
        ) p
    ), sign, zone, '{quarter,day,month}');
    return null;
end $$;

create function count_agents_time() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.agents_whole_since, '-infinity') into zone, since from installation i;
    perform add_agent_time_sums(array(
        select row(p.*)::agent_time_sum from (
        select 'quarter', piece.at, i.pbx, i.agent, i.state, left(i.reason, 64), count(*) filter (where piece.is_first),
            sum(piece.ms)
        from changed i cross join lateral pieces_of(i.started_at, i.ended_at) piece
        where i.ended_at >= since and i.state <> 'logged_out' and i.ended_at > i.started_at
        group by 2, 3, 4, 5, 6
        ) p
    ), sign, zone, '{quarter,day,month}');
    return null;
end $$;

create function count_calls() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform add_call_sums(array(
        select row(p.*)::call_sum from (
        select 'quarter', date_bin('15 minutes', c.started_at, '2000-01-01Z'), c.pbx, c.direction, coalesce(c.line, ''),
            queues_key(c.queues), min(c.queues),
        count(*), count(*) filter (where c.outcome = 'answered'), count(*) filter (where c.outcome = 'abandoned'),
        count(*) filter (where c.outcome = 'left_ivr'), count(*) filter (where c.outcome = 'overflow'),
        count(*) filter (where c.outcome = 'no_answer'), count(*) filter (where c.outcome = 'busy'),
        count(*) filter (where c.outcome = 'failed'), count(*) filter (where c.outcome = 'cancelled'),
        count(*) filter (where c.outcome = 'lost'), count(*) filter (where c.ended_at is null),
        count(*) filter (where c.is_transferred), count(*) filter (where c.is_in_gap),
        count(*) filter (where c.origin = 'queue_log'), count(c.wait_ms), count(c.talk_ms),
        coalesce(sum(c.wait_ms), 0), coalesce(sum(c.talk_ms), 0), coalesce(sum(c.hold_ms), 0),
        coalesce(sum(c.length_ms), 0)
        from changed c where c.started_at >= since
        group by 2, 3, 4, 5, 6
        ) p
    ), sign, zone, '{quarter,day,month}');
    return null;
end $$;

create function note_queues() returns trigger language plpgsql as $$
begin
    insert into agent_queue select distinct pbx, agent, queue from changed order by 1, 2, 3 on conflict do nothing;
    return null;
end $$;

create function forget_sums() returns trigger language plpgsql as $$
begin
    execute case tg_table_name
        when 'call' then 'truncate call_sum'
        when 'queue_visit' then 'truncate visit_sum, wait_sum, handling_sum'
        when 'agent_interval' then 'truncate agent_time_sum'
        else 'truncate agent_queue' end;
    return null;
end $$;

-- Made anew --------------------------------------------------------------------------------------------------------------
-- first and next are the beginnings of a month and of the next one. Quarters of an hour are made of facts where those are
-- whole, all else of the quarters. Nobody writes facts meanwhile.

create function day_not_before(moment timestamptz, zone text) returns timestamptz
    language sql stable parallel safe as $$
        select case when date_trunc('day', moment, zone) = moment then moment
            else ((date_trunc('day', moment at time zone zone) + interval '1 day') at time zone zone) end
    $$;

create function remake_sums(first timestamptz, next timestamptz) returns void language plpgsql as $$
declare
    zone text;
    calls_since timestamptz;
    agents_since timestamptz;
    first_day timestamptz;
begin
    perform pg_advisory_xact_lock(1937075571);  -- as writers do
    lock table call, queue_visit, ring_attempt, agent_interval in share mode;
    select i.zone, greatest(first, i.calls_whole_since + interval '1 day'), greatest(first, i.agents_whole_since)
        into zone, calls_since, agents_since from installation i;
    calls_since := date_bin('15 minutes', calls_since, '2000-01-01Z');
    agents_since := date_bin('15 minutes', agents_since, '2000-01-01Z');
    delete from visit_sum s where s.span = any ('{day,month,week_hour}') and s.starts_at >= first and s.starts_at < next;
    delete from call_sum s where s.span = any ('{day,month}') and s.starts_at >= first and s.starts_at < next;
    delete from agent_time_sum s where s.span = any ('{day,month}') and s.starts_at >= first and s.starts_at < next;
    delete from wait_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from handling_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from visit_sum s where s.span = 'quarter' and s.starts_at >= calls_since and s.starts_at < next;
    delete from call_sum s where s.span = 'quarter' and s.starts_at >= calls_since and s.starts_at < next;
    delete from agent_time_sum s where s.span = 'quarter' and s.starts_at >= agents_since and s.starts_at < next;
    -- Days of waits and of agents are made of facts alone: older ones stay, also when the zone was another.
    first_day := day_not_before(calls_since, zone);
    delete from wait_sum s where s.span = 'day' and s.starts_at >= first_day and s.starts_at < next;
    delete from handling_sum s where s.span = 'day' and s.starts_at >= first_day and s.starts_at < next;
    insert into visit_sum select * from visit_parts(calls_since, next);
    insert into handling_sum select * from handling_parts(first_day, next, zone);
    insert into call_sum select * from call_parts(calls_since, next);
    insert into agent_time_sum select * from agent_time_parts(agents_since, next);
    insert into wait_sum select * from wait_parts(first_day, next, zone);
    insert into visit_sum
        (span, starts_at, pbx, queue, slot, offered, answered, abandoned, out_timeout, out_key, out_join_empty,
         out_leave_empty, out_full, out_transferred, lost, waiting, ongoing, passed_on, ended_by_agent,
         ended_by_caller, answered_wait_ms, abandoned_wait_ms, out_wait_ms, ring_ms, talk_ms, hold_ms, answered_in_3,
         answered_in_5, answered_in_10, answered_in_15, answered_in_20, answered_in_25, answered_in_30,
         answered_in_40, answered_in_45, answered_in_60, answered_in_90, answered_in_120, answered_in_180,
         answered_in_300, abandoned_in_3, abandoned_in_5, abandoned_in_10, abandoned_in_15, abandoned_in_20,
         abandoned_in_25, abandoned_in_30, abandoned_in_40, abandoned_in_45, abandoned_in_60, abandoned_in_90,
         abandoned_in_120, abandoned_in_180, abandoned_in_300)
    select
        t.span, t.starts_at, p.pbx, p.queue, t.slot, sum(p.offered), sum(p.answered), sum(p.abandoned),
        sum(p.out_timeout), sum(p.out_key), sum(p.out_join_empty), sum(p.out_leave_empty), sum(p.out_full),
        sum(p.out_transferred), sum(p.lost), sum(p.waiting), sum(p.ongoing), sum(p.passed_on), sum(p.ended_by_agent),
        sum(p.ended_by_caller), sum(p.answered_wait_ms), sum(p.abandoned_wait_ms), sum(p.out_wait_ms),
        sum(p.ring_ms), sum(p.talk_ms), sum(p.hold_ms), sum(p.answered_in_3), sum(p.answered_in_5),
        sum(p.answered_in_10), sum(p.answered_in_15), sum(p.answered_in_20), sum(p.answered_in_25),
        sum(p.answered_in_30), sum(p.answered_in_40), sum(p.answered_in_45), sum(p.answered_in_60),
        sum(p.answered_in_90), sum(p.answered_in_120), sum(p.answered_in_180), sum(p.answered_in_300),
        sum(p.abandoned_in_3), sum(p.abandoned_in_5), sum(p.abandoned_in_10), sum(p.abandoned_in_15),
        sum(p.abandoned_in_20), sum(p.abandoned_in_25), sum(p.abandoned_in_30), sum(p.abandoned_in_40),
        sum(p.abandoned_in_45), sum(p.abandoned_in_60), sum(p.abandoned_in_90), sum(p.abandoned_in_120),
        sum(p.abandoned_in_180), sum(p.abandoned_in_300)
    from visit_sum p
    cross join lateral (values ('day', date_trunc('day', p.starts_at, zone), 0::smallint),
        ('month', date_trunc('month', p.starts_at, zone), 0),
        ('week_hour', date_trunc('month', p.starts_at, zone), week_hour(p.starts_at, zone))
    ) t (span, starts_at, slot)
    where p.span = 'quarter' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5;
    insert into wait_sum
        (span, starts_at, pbx, queue, outcome, wait_edge, visits)
    select
        t.span, t.starts_at, p.pbx, p.queue, p.outcome, p.wait_edge, sum(p.visits)
    from wait_sum p
    cross join lateral (values ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where p.span = 'day' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5, 6;
    insert into handling_sum
        (span, starts_at, pbx, agent, queue, handled, ongoing, passed_on, ended_by_agent, ended_by_caller, wait_ms,
         ring_ms, talk_ms, hold_ms, offers, taken, no_answer, rejected, elsewhere, cancelled, failed, rung_ms)
    select
        t.span, t.starts_at, p.pbx, p.agent, p.queue, sum(p.handled), sum(p.ongoing), sum(p.passed_on),
        sum(p.ended_by_agent), sum(p.ended_by_caller), sum(p.wait_ms), sum(p.ring_ms), sum(p.talk_ms),
        sum(p.hold_ms), sum(p.offers), sum(p.taken), sum(p.no_answer), sum(p.rejected), sum(p.elsewhere),
        sum(p.cancelled), sum(p.failed), sum(p.rung_ms)
    from handling_sum p
    cross join lateral (values ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where p.span = 'day' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5;
    insert into agent_time_sum
        (span, starts_at, pbx, agent, state, reason, spells, spent_ms)
    select
        t.span, t.starts_at, p.pbx, p.agent, p.state, p.reason, sum(p.spells), sum(p.spent_ms)
    from agent_time_sum p
    cross join lateral (values ('day', date_trunc('day', p.starts_at, zone)),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where p.span = 'quarter' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5, 6;
    insert into call_sum
        (span, starts_at, pbx, direction, line, queues_key, queues, calls, answered, abandoned, left_ivr, overflow,
         no_answer, busy, failed, cancelled, lost, ongoing, transferred, in_gap, imported, waited, talked, wait_ms,
         talk_ms, hold_ms, length_ms)
    select
        t.span, t.starts_at, p.pbx, p.direction, p.line, p.queues_key, min(p.queues), sum(p.calls), sum(p.answered),
        sum(p.abandoned), sum(p.left_ivr), sum(p.overflow), sum(p.no_answer), sum(p.busy), sum(p.failed),
        sum(p.cancelled), sum(p.lost), sum(p.ongoing), sum(p.transferred), sum(p.in_gap), sum(p.imported),
        sum(p.waited), sum(p.talked), sum(p.wait_ms), sum(p.talk_ms), sum(p.hold_ms), sum(p.length_ms)
    from call_sum p
    cross join lateral (values ('day', date_trunc('day', p.starts_at, zone)),
        ('month', date_trunc('month', p.starts_at, zone))
    ) t (span, starts_at)
    where p.span = 'quarter' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5, 6;
end $$;

-- From what there is ---------------------------------------------------------------------------------------------------

create function month_after(month timestamptz, zone text) returns timestamptz
    language sql stable parallel safe
    as $$ select (month at time zone zone + interval '1 month') at time zone zone $$;

insert into agent_queue select distinct pbx, agent, queue from agent_session;
do $$
declare
    zone text := sums_zone();
    month timestamptz;
    last timestamptz;
begin
    select min(at), max(at) into month, last from (
        select min(started_at) from call union all select max(started_at) from call union all
        select min(entered_at) from queue_visit union all select max(entered_at) from queue_visit union all
        select min(started_at) from ring_attempt union all select max(started_at) from ring_attempt union all
        select min(started_at) from agent_interval union all select max(ended_at) from agent_interval) t (at);
    month := date_trunc('month', month, zone);
    while month <= last loop
        perform remake_sums(month, month_after(month, zone));
        month := month_after(month, zone);
    end loop;
end $$;

create trigger count_visits after insert on queue_visit
    referencing new table as changed for each statement execute function count_visits('1');
create trigger count_visits_gone after delete on queue_visit
    referencing old table as changed for each statement execute function count_visits('-1');
create trigger count_visits_updated_1 after update on queue_visit
    referencing old table as changed for each statement execute function count_visits('-1');
create trigger count_visits_updated_2 after update on queue_visit
    referencing new table as changed for each statement execute function count_visits('1');
create trigger count_rings after insert on ring_attempt
    referencing new table as changed for each statement execute function count_rings('1');
create trigger count_rings_gone after delete on ring_attempt
    referencing old table as changed for each statement execute function count_rings('-1');
create trigger count_rings_updated_1 after update on ring_attempt
    referencing old table as changed for each statement execute function count_rings('-1');
create trigger count_rings_updated_2 after update on ring_attempt
    referencing new table as changed for each statement execute function count_rings('1');
create trigger count_agents_time after insert on agent_interval
    referencing new table as changed for each statement execute function count_agents_time('1');
create trigger count_agents_time_gone after delete on agent_interval
    referencing old table as changed for each statement execute function count_agents_time('-1');
create trigger count_agents_time_updated_1 after update on agent_interval
    referencing old table as changed for each statement execute function count_agents_time('-1');
create trigger count_agents_time_updated_2 after update on agent_interval
    referencing new table as changed for each statement execute function count_agents_time('1');
create trigger count_calls after insert on call
    referencing new table as changed for each statement execute function count_calls('1');
create trigger count_calls_gone after delete on call
    referencing old table as changed for each statement execute function count_calls('-1');
create trigger count_calls_updated_1 after update on call
    referencing old table as changed for each statement execute function count_calls('-1');
create trigger count_calls_updated_2 after update on call
    referencing new table as changed for each statement execute function count_calls('1');
create trigger note_queues after insert on agent_session
    referencing new table as changed for each statement execute function note_queues();
create trigger forget_sums after truncate on call for each statement execute function forget_sums();
create trigger forget_sums after truncate on queue_visit for each statement execute function forget_sums();
create trigger forget_sums after truncate on agent_interval for each statement execute function forget_sums();
create trigger forget_sums after truncate on agent_session for each statement execute function forget_sums();

create index ring_attempt_started_at_idx on ring_attempt using brin (started_at);
create index transfer_happened_at_idx on transfer using brin (happened_at);
create index agent_interval_open_idx on agent_interval (started_at) where ended_at is null;

-- Rights -----------------------------------------------------------------------------------------------------------------

grant select on visit_sum, wait_sum, handling_sum, agent_time_sum, call_sum, agent_queue to "@prefix@_account";
grant execute on function sums_zone() to "@prefix@_account";

do $$
declare
    name text;
begin
    foreach name in array array['visit_sum', 'wait_sum', 'handling_sum', 'agent_queue'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy visible on %I for select using ((select may(''history.all'')) '
            'and ((select sees_all_queues()) or queue = any ((select visible_queues())::text[])))', name);
    end loop;
end $$;
alter table call_sum enable row level security;
create policy visible on call_sum for select using ((select may('history.all'))
    and ((select sees_all_queues()) or queues && (select visible_queues())));
alter table agent_time_sum enable row level security;
create policy visible on agent_time_sum for select using ((select may('history.all')) and ((select sees_all_queues())
    or exists (select from agent_queue q where q.pbx = agent_time_sum.pbx and q.agent = agent_time_sum.agent)));
