-- More sums: what year reports would read row by row.
--
-- 1. How long visits waited is one number a row, eight decimal digits a bin, instead of a row a bin: a tenth of the
--    rows to keep and to read, and Postgres adds up all bins of two rows at once.
-- 2. Sums of whole days and months that are over, made once by the daemon instead of kept with each fact: they cost the
--    recorder nothing. closed_span has the spans of which they are right; a change of a fact takes the span away, and
--    until it is made anew the facts are read. What the retention forgets stays in them, but for callers' numbers.

create function bin_place(wait_edge integer) returns integer
    language sql immutable parallel safe as $$
        select case when wait_edge < 0 then 327 when wait_edge <= 120 then wait_edge
            when wait_edge <= 600 then 96 + wait_edge / 5 else 206 + wait_edge / 60 end
    $$;

-- The number that counts one in the bin of this length. Written out, and stable
-- as writing a number is: so it is put in place where it is used, not called.
create function one_in_bin(wait_ms bigint) returns numeric
    language sql stable parallel safe as $$
        select case when wait_ms <= 0 then 1::numeric
            when wait_ms <= 120000 then ('1e' || 8 * ((wait_ms + 999) / 1000))::numeric
            when wait_ms <= 600000 then ('1e' || 8 * (96 + (wait_ms + 4999) / 5000))::numeric
            when wait_ms <= 7200000 then ('1e' || 8 * (206 + (wait_ms + 59999) / 60000))::numeric
            else ('1e' || 8 * 327)::numeric end
    $$;

-- The bins of such a number that are not empty.
create function bins_of(bins numeric, out wait_edge integer, out visits integer) returns setof record
    language sql immutable parallel safe as $$
        select case when k <= 120 then k when k <= 216 then (k - 96) * 5 when k <= 326 then (k - 206) * 60 else -1 end,
            substr(w.digits, length(w.digits) - 8 * k - 7, 8)::integer
        from (select lpad(t.digits, (length(t.digits) + 7) / 8 * 8, '0') from (select abs(bins)::text) t (digits)) w (digits)
        cross join lateral generate_series(0, length(w.digits) / 8 - 1) k
        where substr(w.digits, length(w.digits) - 8 * k - 7, 8) <> '00000000'
    $$;

-- Waits in one number a row -----------------------------------------------------------------------------------------------

drop function add_wait_sums(wait_sum[], integer, text, text[]);
drop function wait_parts(timestamptz, timestamptz, text);
create temporary table wait_bins on commit drop as
    select span, starts_at, pbx, queue, outcome, sum(visits * ('1e' || 8 * bin_place(wait_edge))::numeric) as bins
    from wait_sum where visits <> 0 group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5;
truncate wait_sum;
alter table wait_sum drop constraint wait_sum_pkey, drop column wait_edge, drop column visits,
    add column bins numeric default 0 not null,
    add constraint wait_sum_pkey primary key (span, starts_at, pbx, queue, outcome);
insert into wait_sum select * from wait_bins;
drop table wait_bins;
comment on table wait_sum is 'Answered and abandoned visits of a day or month by how long they waited. bins: a number of eight decimal digits a bin, from the right: 0 s, each second up to 120, each five up to 600, each minute up to 7200, longer ones. See bins_of. Kept by triggers.';

create function wait_parts(since timestamptz, until timestamptz, zone text) returns setof wait_sum language sql stable as $$
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.queue, v.outcome, sum(one_in_bin(v.wait_ms))
        from queue_visit v where v.entered_at >= since and v.entered_at < until and v.outcome in ('answered', 'abandoned') and v.wait_ms is not null
        group by 2, 3, 4, 5
$$;

create function add_wait_sums(parts wait_sum[], sign integer, zone text, spans text[]) returns void language plpgsql as $$
begin
    if cardinality(parts) = 0 then
        return;
    end if;
    insert into wait_sum as s (span, starts_at, pbx, queue, outcome, bins)
    select t.span, t.starts_at, p.pbx, p.queue, p.outcome, sign * sum(p.bins)
    from unnest(parts) p
    cross join lateral (values ('day', p.starts_at), ('month', date_trunc('month', p.starts_at, zone))) t (span, starts_at)
    where t.span = any (spans)
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict on constraint wait_sum_pkey do update set bins = s.bins + excluded.bins;
end $$;

-- Sums of what is over ------------------------------------------------------------------------------------------------------

create table closed_span (
    span text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    constraint closed_span_pkey primary key (span, starts_at)
);
create index closed_span_ends_at_idx on closed_span (ends_at);
comment on table closed_span is 'Days and months whose sums by close_day and close_month are right; span callers: of a month up to ends_at those of callers. A change of a fact takes the span away.';

create table ring_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    queue text not null,
    result text not null,
    bins numeric default 0 not null,
    constraint ring_sum_pkey primary key (span, starts_at, pbx, queue, result)
);
comment on table ring_sum is 'Ringing of phones by when it began, and how long it was: bins as in wait_sum. Of closed days and months.';

create table agent_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    agent text not null,
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
    constraint agent_sum_pkey primary key (span, starts_at, pbx, agent)
);
comment on table agent_sum is 'The same as handling_sum, all queues together: for who may see all of them. Of closed days and months.';

create table week_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
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
    constraint week_sum_pkey primary key (span, starts_at, pbx, slot)
);
comment on table week_sum is 'The same as visit_sum, all queues together, by hour of the week (slot): for who may see all of them. Of closed days and months.';

create table outgoing_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    caller text not null,
    queues_key text not null,
    queues text[] not null,
    calls integer default 0 not null,
    answered integer default 0 not null,
    no_answer integer default 0 not null,
    busy integer default 0 not null,
    failed integer default 0 not null,
    cancelled integer default 0 not null,
    lost integer default 0 not null,
    ongoing integer default 0 not null,
    talked integer default 0 not null,
    talk_ms bigint default 0 not null,
    hold_ms bigint default 0 not null,
    length_ms bigint default 0 not null,
    constraint outgoing_sum_pkey primary key (span, starts_at, pbx, caller, queues_key)
);
comment on table outgoing_sum is 'Outbound calls by when they began and who called ('''': not told). Of closed days and months.';

create table disposition_sum (
    span text not null,
    starts_at timestamptz not null,
    pbx text not null,
    code text not null,
    agent text not null,
    queues_key text not null,
    queues text[] not null,
    calls integer default 0 not null,
    last_at timestamptz not null,
    constraint disposition_sum_pkey primary key (span, starts_at, pbx, code, agent, queues_key)
);
comment on table disposition_sum is 'Dispositions by when their calls began: how many, and when the last was written; by the call''s queues, and with queues_key '''' of all together. Of closed days and months.';

create table caller_sum (
    customer_end text collate "C" not null,
    starts_at timestamptz not null,
    pbx text not null,
    calls integer not null,
    answered integer not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    customer text collate "C" not null,
    constraint caller_sum_pkey primary key (customer_end, starts_at, pbx)
);
create index caller_sum_calls_idx on caller_sum (starts_at, calls) include (customer_end, pbx) where calls > 1;
create index caller_sum_starts_at_idx on caller_sum using brin (starts_at);
comment on table caller_sum is 'Inbound calls of a month by the caller''s number, for who may see all queues; customer, customer_end: as in call. A number goes with its call. Of closed spans of callers.';

create table caller_list (
    starts_at timestamptz not null,
    pbx text not null,
    line text not null,
    queues_key text not null,
    queues text[] not null,
    numbers text[] collate "C" not null,
    days smallint[] not null,
    constraint caller_list_pkey primary key (starts_at, pbx, line, queues_key)
);
comment on table caller_list is 'The numbers (customer_end) of a month''s inbound calls, one for each call, by line and queues, and on which day of the month each began. Of closed spans of callers.';

create function ring_parts(since timestamptz, until timestamptz, zone text) returns setof ring_sum language sql stable as $$
    select 'day', r.day, r.pbx, r.queue, r.result, sum(one_in_bin(r.ms))
    from (
        select date_trunc('day', r.started_at, zone) as day, r.pbx, r.queue, r.result,
            ms_between(r.started_at, r.ended_at) as ms
        from ring_attempt r
        where r.started_at >= since and r.started_at < until and r.result is not null and r.ended_at is not null
        offset 0
    ) r group by 2, 3, 4, 5
$$;

create function agent_parts(since timestamptz, until timestamptz, zone text) returns setof agent_sum language sql stable as $$
    select h.span, h.starts_at, h.pbx, h.agent, sum(h.handled), sum(h.ongoing), sum(h.passed_on), sum(h.ended_by_agent), sum(h.ended_by_caller), sum(h.wait_ms), sum(h.ring_ms), sum(h.talk_ms), sum(h.hold_ms), sum(h.offers), sum(h.taken), sum(h.no_answer), sum(h.rejected), sum(h.elsewhere), sum(h.cancelled), sum(h.failed), sum(h.rung_ms)
    from handling_sum h where h.span = 'day' and h.starts_at >= since and h.starts_at < until
    group by 1, 2, 3, 4
$$;

create function week_parts(since timestamptz, until timestamptz, zone text) returns setof week_sum language sql stable as $$
    select 'day', date_trunc('day', v.starts_at, zone), v.pbx, week_hour(v.starts_at, zone),
        sum(v.offered), sum(v.answered), sum(v.abandoned), sum(v.out_timeout), sum(v.out_key),
        sum(v.out_join_empty), sum(v.out_leave_empty), sum(v.out_full), sum(v.out_transferred), sum(v.lost),
        sum(v.waiting), sum(v.ongoing), sum(v.passed_on), sum(v.ended_by_agent), sum(v.ended_by_caller),
        sum(v.answered_wait_ms), sum(v.abandoned_wait_ms), sum(v.out_wait_ms), sum(v.ring_ms), sum(v.talk_ms),
        sum(v.hold_ms), sum(v.answered_in_3), sum(v.answered_in_5), sum(v.answered_in_10), sum(v.answered_in_15),
        sum(v.answered_in_20), sum(v.answered_in_25), sum(v.answered_in_30), sum(v.answered_in_40),
        sum(v.answered_in_45), sum(v.answered_in_60), sum(v.answered_in_90), sum(v.answered_in_120),
        sum(v.answered_in_180), sum(v.answered_in_300), sum(v.abandoned_in_3), sum(v.abandoned_in_5),
        sum(v.abandoned_in_10), sum(v.abandoned_in_15), sum(v.abandoned_in_20), sum(v.abandoned_in_25),
        sum(v.abandoned_in_30), sum(v.abandoned_in_40), sum(v.abandoned_in_45), sum(v.abandoned_in_60),
        sum(v.abandoned_in_90), sum(v.abandoned_in_120), sum(v.abandoned_in_180), sum(v.abandoned_in_300)
    from visit_sum v where v.span = 'quarter' and v.starts_at >= since and v.starts_at < until
    group by 2, 3, 4
$$;

create function outgoing_parts(since timestamptz, until timestamptz, zone text) returns setof outgoing_sum language sql stable as $$
    select 'day', date_trunc('day', c.started_at, zone), c.pbx, coalesce(c.caller, ''), queues_key(c.queues), min(c.queues),
        count(*), count(*) filter (where c.outcome = 'answered'), count(*) filter (where c.outcome = 'no_answer'),
        count(*) filter (where c.outcome = 'busy'), count(*) filter (where c.outcome = 'failed'),
        count(*) filter (where c.outcome = 'cancelled'), count(*) filter (where c.outcome = 'lost'),
        count(*) filter (where c.ended_at is null), count(c.talk_ms), coalesce(sum(c.talk_ms), 0),
        coalesce(sum(c.hold_ms), 0), coalesce(sum(c.length_ms), 0)
    from call c where c.direction = 'outbound' and c.started_at >= since and c.started_at < until
    group by 2, 3, 4, 5
$$;

-- By queues, and of all together: queues_key ''.
create function disposition_parts(since timestamptz, until timestamptz, zone text) returns setof disposition_sum language sql stable as $$
    with told as (
        select date_trunc('day', d.call_started_at, zone) as starts_at, d.pbx, d.code, coalesce(d.agent, '') as agent,
            coalesce(c.queues, '{}') as queues, d.written_at
        from call_disposition d left join call c on c.pbx = d.pbx and c.call_id = d.call_id
        where d.call_started_at >= since and d.call_started_at < until and d.code <> ''
    )
    select 'day', starts_at, pbx, code, agent, queues_key(queues), min(queues), count(*), max(written_at)
    from told where queues <> '{}' group by 2, 3, 4, 5, 6
    union all
    select 'day', starts_at, pbx, code, agent, '', '{}', count(*), max(written_at) from told group by 2, 3, 4, 5
$$;

create function caller_parts(since timestamptz, until timestamptz, zone text) returns setof caller_sum language sql stable as $$
    select c.customer_end, date_trunc('month', c.started_at, zone), c.pbx, count(*),
        count(*) filter (where c.outcome = 'answered'), min(c.started_at), max(c.started_at), max(c.customer)
    from call c where c.direction = 'inbound' and c.customer_end <> '' and c.started_at >= since and c.started_at < until
    group by 1, 2, 3
$$;

-- Nobody writes meanwhile: what came then would be missing.
create function hold_facts() returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(1937075571);  -- as writers do
    lock table call, queue_visit, ring_attempt, call_disposition in share mode;
end $$;

create function close_day(first timestamptz, next timestamptz) returns void language plpgsql as $$
declare
    zone constant text := sums_zone();
begin
    perform hold_facts();
    delete from ring_sum s where s.span = 'day' and s.starts_at >= first and s.starts_at < next;
    delete from agent_sum s where s.span = 'day' and s.starts_at >= first and s.starts_at < next;
    delete from week_sum s where s.span = 'day' and s.starts_at >= first and s.starts_at < next;
    delete from outgoing_sum s where s.span = 'day' and s.starts_at >= first and s.starts_at < next;
    delete from disposition_sum s where s.span = 'day' and s.starts_at >= first and s.starts_at < next;
    insert into ring_sum select * from ring_parts(first, next, zone);
    insert into agent_sum select * from agent_parts(first, next, zone);
    insert into week_sum select * from week_parts(first, next, zone);
    insert into outgoing_sum select * from outgoing_parts(first, next, zone);
    insert into disposition_sum select * from disposition_parts(first, next, zone);
    insert into closed_span values ('day', first, next) on conflict on constraint closed_span_pkey do update set ends_at = next;
end $$;

-- All days of the month are closed.
create function close_month(first timestamptz, next timestamptz) returns void language plpgsql as $$
begin
    perform hold_facts();
    delete from ring_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from agent_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from week_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from outgoing_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    delete from disposition_sum s where s.span = 'month' and s.starts_at >= first and s.starts_at < next;
    insert into ring_sum select 'month', first, r.pbx, r.queue, r.result, sum(r.bins)
        from ring_sum r where r.span = 'day' and r.starts_at >= first and r.starts_at < next group by 3, 4, 5;
    insert into agent_sum select 'month', first, h.pbx, h.agent, sum(h.handled), sum(h.ongoing), sum(h.passed_on), sum(h.ended_by_agent), sum(h.ended_by_caller), sum(h.wait_ms), sum(h.ring_ms), sum(h.talk_ms), sum(h.hold_ms), sum(h.offers), sum(h.taken), sum(h.no_answer), sum(h.rejected), sum(h.elsewhere), sum(h.cancelled), sum(h.failed), sum(h.rung_ms)
        from agent_sum h where h.span = 'day' and h.starts_at >= first and h.starts_at < next group by 3, 4;
    insert into week_sum select 'month', first, v.pbx, v.slot,
        sum(v.offered), sum(v.answered), sum(v.abandoned), sum(v.out_timeout), sum(v.out_key),
        sum(v.out_join_empty), sum(v.out_leave_empty), sum(v.out_full), sum(v.out_transferred), sum(v.lost),
        sum(v.waiting), sum(v.ongoing), sum(v.passed_on), sum(v.ended_by_agent), sum(v.ended_by_caller),
        sum(v.answered_wait_ms), sum(v.abandoned_wait_ms), sum(v.out_wait_ms), sum(v.ring_ms), sum(v.talk_ms),
        sum(v.hold_ms), sum(v.answered_in_3), sum(v.answered_in_5), sum(v.answered_in_10), sum(v.answered_in_15),
        sum(v.answered_in_20), sum(v.answered_in_25), sum(v.answered_in_30), sum(v.answered_in_40),
        sum(v.answered_in_45), sum(v.answered_in_60), sum(v.answered_in_90), sum(v.answered_in_120),
        sum(v.answered_in_180), sum(v.answered_in_300), sum(v.abandoned_in_3), sum(v.abandoned_in_5),
        sum(v.abandoned_in_10), sum(v.abandoned_in_15), sum(v.abandoned_in_20), sum(v.abandoned_in_25),
        sum(v.abandoned_in_30), sum(v.abandoned_in_40), sum(v.abandoned_in_45), sum(v.abandoned_in_60),
        sum(v.abandoned_in_90), sum(v.abandoned_in_120), sum(v.abandoned_in_180), sum(v.abandoned_in_300)
        from week_sum v where v.span = 'day' and v.starts_at >= first and v.starts_at < next group by 3, 4;
    insert into outgoing_sum select 'month', first, o.pbx, o.caller, o.queues_key, min(o.queues), sum(o.calls), sum(o.answered), sum(o.no_answer), sum(o.busy), sum(o.failed), sum(o.cancelled), sum(o.lost), sum(o.ongoing), sum(o.talked), sum(o.talk_ms), sum(o.hold_ms), sum(o.length_ms)
        from outgoing_sum o where o.span = 'day' and o.starts_at >= first and o.starts_at < next group by 3, 4, 5;
    insert into disposition_sum select 'month', first, d.pbx, d.code, d.agent, d.queues_key, min(d.queues), sum(d.calls), max(d.last_at)
        from disposition_sum d where d.span = 'day' and d.starts_at >= first and d.starts_at < next group by 3, 4, 5, 6;
    insert into closed_span values ('month', first, next) on conflict on constraint closed_span_pkey do update set ends_at = next;
end $$;

-- Callers of the month that begins at first, up to until.
create function close_callers(first timestamptz, until timestamptz) returns void language plpgsql as $$
declare
    zone constant text := sums_zone();
begin
    perform hold_facts();
    delete from caller_sum s where s.starts_at = first;
    delete from caller_list s where s.starts_at = first;
    insert into caller_sum select * from caller_parts(first, until, zone) p order by p.customer_end, p.pbx;
    insert into caller_list
        select first, c.pbx, coalesce(c.line, ''), queues_key(c.queues), min(c.queues),
            array_agg(c.customer_end order by c.started_at, c.call_id),
            array_agg(extract(day from c.started_at at time zone zone)::smallint order by c.started_at, c.call_id)
        from call c where c.direction = 'inbound' and c.customer_end <> '' and c.started_at >= first and c.started_at < until
        group by 2, 3, 4;
    insert into closed_span values ('callers', first, until) on conflict on constraint closed_span_pkey do update set ends_at = until;
end $$;

-- Facts of [first, last] change.
create function open_sums(first timestamptz, last timestamptz) returns void language plpgsql as $$
begin
    delete from closed_span c where c.ends_at > first and c.starts_at <= last;
end $$;

-- Calls of [first, last] go: their numbers are nowhere then, also when the retention forgets them.
create function forget_callers(first timestamptz, last timestamptz, numbers text[]) returns void language plpgsql as $$
begin
    if exists (select from closed_span c where c.ends_at > first and c.starts_at <= last and c.span = 'callers') then
        delete from closed_span c where c.ends_at > first and c.starts_at <= last and c.span = 'callers';
        delete from caller_list l where l.starts_at <= last and l.starts_at > first - interval '32 days';
    end if;
    if exists (select from caller_sum limit 1) then
        delete from caller_sum s where s.customer_end = any (numbers) and s.starts_at <= last
            and s.starts_at > first - interval '32 days';
    end if;
end $$;

create function count_dispositions() returns trigger language plpgsql as $$
begin
    if not is_forgetting() then
        perform open_sums(greatest(min(c.call_started_at), max(coalesce(i.calls_whole_since, '-infinity'))), max(c.call_started_at))
            from changed c, installation i;
    end if;
    return null;
end $$;

create trigger count_dispositions after insert on call_disposition
    referencing new table as changed for each statement execute function count_dispositions();
create trigger count_dispositions_gone after delete on call_disposition
    referencing old table as changed for each statement execute function count_dispositions();
create trigger count_dispositions_updated_1 after update on call_disposition
    referencing old table as changed for each statement execute function count_dispositions();
create trigger count_dispositions_updated_2 after update on call_disposition
    referencing new table as changed for each statement execute function count_dispositions();

-- As before (0012), but for the waits, and that a change opens what was closed ------------------------------------------------

create or replace function count_visits() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform open_sums(greatest(min(c.entered_at), since), max(c.entered_at)) from changed c;
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
        select 'day', date_trunc('day', v.entered_at, zone), v.pbx, v.queue, v.outcome, sum(one_in_bin(v.wait_ms))
        from changed v where v.entered_at >= since and v.outcome in ('answered', 'abandoned') and v.wait_ms is not null
        group by 2, 3, 4, 5
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

create or replace function count_rings() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) or is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform open_sums(greatest(min(c.started_at), since), max(c.started_at)) from changed c;
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

create or replace function count_calls() returns trigger language plpgsql as $$
declare
    sign constant integer := tg_argv[0]::integer;
    zone text;
    since timestamptz;
begin
    if not exists (select from changed) then
        return null;
    end if;
    if sign < 0 then
        perform forget_callers(min(c.started_at), max(c.started_at), array_agg(c.customer_end)) from changed c;
    end if;
    if is_forgetting() then
        return null;
    end if;
    select i.zone, coalesce(i.calls_whole_since, '-infinity') into zone, since from installation i;
    perform open_sums(greatest(min(c.started_at), since), max(c.started_at)) from changed c;
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

create or replace function forget_sums() returns trigger language plpgsql as $$
begin
    truncate closed_span;
    execute case tg_table_name
        when 'call' then 'truncate call_sum, outgoing_sum, caller_sum, caller_list'
        when 'queue_visit' then 'truncate visit_sum, wait_sum, handling_sum, ring_sum, agent_sum, week_sum'
        when 'call_disposition' then 'truncate disposition_sum'
        when 'agent_interval' then 'truncate agent_time_sum'
        else 'truncate agent_queue' end;
    return null;
end $$;
create trigger forget_sums after truncate on call_disposition for each statement execute function forget_sums();

create or replace function remake_sums(first timestamptz, next timestamptz) returns void language plpgsql as $$
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
    perform open_sums(calls_since, next);
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
    insert into wait_sum (span, starts_at, pbx, queue, outcome, bins)
    select 'month', date_trunc('month', p.starts_at, zone), p.pbx, p.queue, p.outcome, sum(p.bins)
    from wait_sum p where p.span = 'day' and p.starts_at >= first and p.starts_at < next
    group by 1, 2, 3, 4, 5;
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

-- Rights -----------------------------------------------------------------------------------------------------------------

grant select on closed_span, ring_sum, agent_sum, week_sum, outgoing_sum, disposition_sum, caller_sum, caller_list to "@prefix@_account";

alter table closed_span enable row level security;
create policy visible on closed_span for select using ((select may('history.all')));
alter table ring_sum enable row level security;
create policy visible on ring_sum for select using ((select may('history.all'))
    and ((select sees_all_queues()) or queue = any ((select visible_queues())::text[])));
alter table agent_sum enable row level security;
create policy visible on agent_sum for select using ((select may('history.all')) and (select sees_all_queues()));
alter table week_sum enable row level security;
create policy visible on week_sum for select using ((select may('history.all')) and (select sees_all_queues()));
alter table caller_sum enable row level security;
create policy visible on caller_sum for select using ((select may('history.all')) and (select sees_all_queues()));
do $$
declare
    name text;
begin
    foreach name in array array['outgoing_sum', 'disposition_sum', 'caller_list'] loop
        execute format('alter table %I enable row level security', name);
        execute format('create policy visible on %I for select using ((select may(''history.all'')) '
            'and ((select sees_all_queues()) or queues && (select visible_queues())))', name);
    end loop;
end $$;

-- Dashboards are shared as own reports are.

alter table dashboard_panel
    add column is_shared boolean default false not null,
    add column shared_with text[] default '{}'::text[] not null;
comment on table dashboard_panel is 'Dashboards of an account. Place 0 is the dashboard itself (its period), its panels stand in the places after it, in their order. Each row says with whom the whole is shared: roles, none named: everybody who may see statistics.';

create policy shared on dashboard_panel for select using (is_shared and (select may('history.all'))
    and (shared_with = '{}' or shared_with && (select roles_of(session_user::text))));
