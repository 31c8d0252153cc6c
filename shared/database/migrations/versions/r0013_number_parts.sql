-- Everything that a search can ask of a closed day is in its bits: digits of numbers, words, times of day; and when each
-- of its calls began, so that a page is read by its calls' instants and by nothing else.
--
-- Days that were closed before count as open until the daemon closes them anew (in its next rounds, the newest first).

alter table call_bits
    add column places integer[],
    add column starts bigint[],
    alter column value type text collate "C",
    alter column slices set storage external,  -- there is little to pack, and they are read often
    alter column starts set storage external;
comment on table call_bits is 'The calls of a closed day (UTC), a bit each, in one order. Kind all: every call (zeros at the end fill up bytes); kinds with values (outcome, queue, words of names and notes …): those of which it is so; lengths: the first slice those that have one, then the binary digits, the lowest first; number: by digit those that have it last, last but one …, without a digit those that have so many; six digits: not of calls, see the migration. Nobody but the owner reads it.';
comment on column call_bits.places is 'Instead of slices, where it is so of few calls: which, from 0.';
comment on column call_bits.starts is 'Of kind all: when each call began, in microseconds of the day, in the order of the bits. None: the day is not closed.';

drop function bit_sums(date[], jsonb);
drop function bit_days(date[], jsonb, bigint);
drop function bits_chosen(date, jsonb);
drop function bits_of(date, jsonb);
drop function bits_sum(bit varying[], bit varying);

-- As an array: of many calls at once Postgres would expect many days and read all bits there are.
create or replace function open_days() returns trigger language plpgsql as $$
begin
    if exists (select from gone) then
        delete from call_bits b
            where b.day = any (array(select distinct (g.started_at at time zone 'UTC')::date from gone g));
    end if;
    return null;
end $$;

create or replace function open_days_of_fresh() returns trigger language plpgsql as $$
begin
    delete from call_bits b
        where b.day = any (array(select distinct (f.started_at at time zone 'UTC')::date from fresh f));
    return null;
end $$;

-- What was written about a call is in its day's bits, so it opens the day; erasing does too.
create function open_days_of_written() returns trigger language plpgsql as $$
begin
    delete from call_bits b where b.day = any (array(
        select distinct (c.started_at at time zone 'UTC')::date from changed w
        join call c on c.pbx = w.pbx and c.call_id = w.call_id));
    return null;
end $$;

create function open_all_days() returns trigger language plpgsql as $$
begin
    truncate call_bits;
    return null;
end $$;

do $$
declare
    name text;
begin
    foreach name in array array['call_note', 'call_disposition', 'call_form'] loop
        execute format('create trigger open_days after insert on %I referencing new table as changed '
            'for each statement execute function open_days_of_written()', name);
        execute format('create trigger open_days_of_gone after delete on %I referencing old table as changed '
            'for each statement execute function open_days_of_written()', name);
        execute format('create trigger update_bits_1 after update on %I referencing old table as changed '
            'for each statement execute function open_days_of_written()', name);
        execute format('create trigger update_bits_2 after update on %I referencing new table as changed '
            'for each statement execute function open_days_of_written()', name);
        execute format('create trigger open_all_days after truncate on %I '
            'for each statement execute function open_all_days()', name);
    end loop;
end $$;

-- The calls of a day ---------------------------------------------------------------------------------------------------

create function bits_at(zeros bit varying, places integer[]) returns bit varying
    language plpgsql immutable parallel safe as $$
declare
    chosen bit varying := zeros;
    place integer;
begin
    foreach place in array places loop
        chosen := set_bit(chosen, place, 1);
    end loop;
    return chosen;
end $$;

-- Those with a number between both bounds (null: none).
create function bits_between(slices bit varying[], low bigint, high bigint) returns bit varying
    language plpgsql immutable parallel safe as $$
begin
    if high is null then
        return bits_from(slices, coalesce(low, 0));
    end if;
    return bits_from(slices, coalesce(low, 0)) & ~bits_from(slices, high + 1);
end $$;

-- Those that began in [low, high), in microseconds of the day.
create function bits_during(whole bit varying, starts bigint[], low bigint, high bigint) returns bit varying
    language plpgsql immutable parallel safe as $$
declare
    before constant integer := width_bucket(low - 1, starts);
    after constant integer := length(whole) - width_bucket(high - 1, starts);
begin
    return whole & ((whole | ~whole) << before >> before) & ((whole | ~whole) >> after << after);
end $$;

-- Those that began at these times of day ([from, until) in microseconds) on these weekdays (1: Monday) of the zone, on a
-- day on which its clocks do not change.
create function bits_then(that date, whole bit varying, starts bigint[], zone text, term jsonb) returns bit varying
    language plpgsql stable parallel safe as $$
declare
    a_day constant bigint := 86400000000;
    ahead constant bigint := round(extract(epoch from
        that::timestamp at time zone 'UTC' at time zone zone - that::timestamp) * 1000000);
    first constant bigint := starts[1];
    last constant bigint := starts[array_length(starts, 1)];
    found bit varying := whole # whole;
    range jsonb;
    low bigint;
    high bigint;
begin
    for shift in -1 .. 1 loop
        continue when not (term -> 'weekdays') @> to_jsonb(extract(isodow from that + shift)::integer);
        for range in select * from jsonb_array_elements(term -> 'times') loop
            low := greatest(0, (range ->> 0)::bigint - ahead + shift * a_day);
            high := least(a_day, (range ->> 1)::bigint - ahead + shift * a_day);
            if low < high and first < high and last >= low then
                found := found | bits_during(whole, starts, low, high);
            end if;
        end loop;
    end loop;
    return found;
end $$;

-- Those with a number like one of the patterns (digits and %), from its last digit to its first: fitting[n] are those
-- whose last n digits are like what of the pattern was looked at.
create function bits_like(that date, whole bit varying, patterns text[]) returns bit varying
    language plpgsql stable parallel safe set search_path = public, pg_temp as $$
declare
    none constant bit varying := whole # whole;
    found bit varying := none;
    slices bit varying[];  -- of "so many digits", then of each digit that is asked for, each as many
    places jsonb := '{}';
    row record;
    width integer := 0;
    fitting bit varying[];
    carried bit varying;
    pattern text;
    sign text;
    place integer;
begin
    for row in select b.value, b.slices as those from call_bits b where b.day = that and b.kind = 'number'
        and (b.value = '' or b.value = any (string_to_array(array_to_string(patterns, ''), null))) order by b.value
    loop
        if row.value = '' then
            width := array_length(row.those, 1);
            slices := row.those;
        else
            places := places || jsonb_build_object(row.value, array_length(slices, 1));
            slices := slices || row.those;
        end if;
    end loop;
    foreach pattern in array patterns loop
        fitting := array_fill(none, array[width + 1]);
        fitting[1] := whole;
        for nth in reverse length(pattern) .. 1 loop
            sign := substr(pattern, nth, 1);
            if sign = '%' then
                exit when nth = 1;  -- whatever stands before
                carried := none;
                for many in 0 .. width loop
                    if many > 0 then
                        carried := carried & slices[many];
                    end if;
                    carried := carried | fitting[many + 1];
                    fitting[many + 1] := carried;
                end loop;
            else
                place := (places ->> sign)::integer;
                for many in reverse width .. 1 loop
                    fitting[many + 1] := case when place is null then none else fitting[many] & slices[place + many] end;
                end loop;
                fitting[1] := none;
            end if;
        end loop;
        for many in 0 .. width loop
            if pattern like '\%%' then
                found := found | fitting[many + 1];
            elsif many = width then
                found := found | fitting[many + 1];
            else
                found := found | (fitting[many + 1] & ~slices[many + 1]);
            end if;
        end loop;
    end loop;
    return found & whole;
end $$;

-- Terms as SQL over a closed day d ----------------------------------------------------------------------------------------
-- Whoever asks gives values and no expression: every value is quoted here.

create function bits_of_value(kind text, condition text) returns text
    language sql immutable parallel safe
    as $$
        select format('(select bit_or(case when b.places is null then b.slices[1] else bits_at(d.none, b.places) end) '
            'from call_bits b where b.day = d.day and b.kind = %L and %s)', kind, condition)
    $$;

-- Those with all words of any of the texts: a text is a list of beginnings. Of one letter there are many words.
create function words_as_sql(kind text, texts jsonb) returns text
    language sql immutable parallel safe
    as $$
        select coalesce(string_agg(format('coalesce(%s, d.none)', one.said), ' | '), 'd.none') from (
            select string_agg(case when length(word) = 1 then bits_of_value(kind || ' letter', format('b.value = %L', word))
                else bits_of_value(kind, format('b.value >= %L and b.value < %L', word, word || chr(1114111))) end,
                ' & ') as said
            from jsonb_array_elements(texts) with ordinality text (words, nth), jsonb_array_elements_text(words) word
            group by nth) one
    $$;

-- Has the day a number with these digits in it? Their first six tell, or that there are fewer: kind six digits has, by
-- three digits, a bit for each three that follow them in any number of the day.
create function has_digits_as_sql(pattern text) returns text
    language sql immutable parallel safe
    as $$
        select coalesce((
            select format('coalesce((select get_bit(b.slices[1], %s) = 1 from call_bits b where b.day = d.day '
                'and b.kind = ''six digits'' and b.value = %L), false)', substr(piece, 4, 3)::integer, left(piece, 3))
            from unnest(string_to_array(pattern, '%')) piece where piece ~ '^[0-9]{6,}$' limit 1), 'true')
    $$;

-- Those with a number like one of the patterns. Of a pattern with one piece it is known which digits stand at which places,
-- for numbers of up to 16 digits: so Postgres has no more to do than to put bits together.
create function numbers_as_sql(patterns text[]) returns text
    language plpgsql immutable parallel safe set search_path = public, pg_temp as $$
declare
    wide constant integer := 16;
    parts text[] := '{}';
    pattern text;
    piece text;
    digits text;
    said text;
    seen constant text := (select string_agg(distinct has_digits_as_sql(one), ' or ') from unnest(patterns) one);
begin
    foreach pattern in array patterns loop
        piece := btrim(pattern, '%');
        if piece !~ '^[0-9]*$' or length(piece) > wide or piece = '' and pattern <> '' then
            return format('case when %s then bits_like(d.day, d.whole, %L::text[]) end', seen, patterns::text);
        end if;
        for ending in 0 .. case when right(pattern, 1) = '%' then wide - length(piece) else 0 end loop
            select string_agg(format('n.d%s[%s]', substr(piece, nth, 1), ending + length(piece) - nth + 1), ' & ')
                into said from generate_series(1, length(piece)) nth;
            said := coalesce(said, 'd.whole');
            if left(pattern, 1) <> '%' then
                said := said || format(' & ~coalesce(n.d[%s], d.none)', ending + length(piece) + 1);
            end if;
            parts := parts || format('coalesce(%s, d.none)', said);
        end loop;
    end loop;
    select string_agg(format('(select b.slices || ''{}''::bit varying[] from call_bits b where b.day = d.day '
        'and b.kind = ''number'' and b.value = %L) as d%s', digit, digit), ', ')
        into digits from (select distinct digit from unnest(string_to_array(
            array_to_string(patterns, ''), null) || array['']) digit where digit <> '%') one;
    return format('case when %s then (select case when array_length(n.d, 1) > %s then bits_like(d.day, d.whole, %L::text[]) else %s end '
        'from (select %s offset 0) n) end', seen, wide, patterns::text, array_to_string(parts, ' | '), digits);
end $$;

create function term_as_sql(term jsonb) returns text
    language plpgsql immutable parallel safe set search_path = public, pg_temp as $$
declare
    kind constant text := term ->> 'kind';
    said text;
begin
    said := case
        when term ? 'values' then bits_of_value(kind, format('b.value = any (%L::text[])',
            array(select jsonb_array_elements_text(term -> 'values'))::text))
        when term ? 'words' then words_as_sql(kind, term -> 'words')
        when term ? 'patterns' then numbers_as_sql(array(select jsonb_array_elements_text(term -> 'patterns')))
        when term ? 'times' then format('bits_then(d.day, d.whole, d.starts, %L, %L::jsonb)', term ->> 'zone', term::text)
        else format('bits_between((select b.slices from call_bits b where b.day = d.day and b.kind = %L '
            'and b.value = ''''), %L::bigint, %L::bigint)', kind, term ->> 'low', term ->> 'high') end;
    said := format('coalesce(%s, d.none)', said);
    return case when (term ->> 'is_not')::boolean then '~' || said else said end;
end $$;

-- A query: of the days ($1), in their order, which calls are chosen, out of [since, until) and as far as whoever asks may
-- see them; null: the day is not closed.
create function chosen_as_sql(terms jsonb, since timestamptz, until timestamptz) returns text
    language sql stable parallel safe set search_path = public, pg_temp
    as $$
        select 'select d.day, d.starts, d.whole'
            || coalesce((select string_agg(' & ' || term_as_sql(term), '') from jsonb_array_elements(terms) term), '')
            || coalesce((select string_agg(format(' & case when d.day = %L::date then bits_during(d.whole, d.starts, %s, %s) '
                'else d.whole end', edge.day, edge.low, edge.high), '') from (
                    select (since at time zone 'UTC')::date as day, (extract(epoch from since at time zone 'UTC'
                        - date_trunc('day', since at time zone 'UTC')) * 1000000)::bigint as low, 86400000000 as high
                    where since is not null
                    union all
                    select (until at time zone 'UTC')::date, 0, (extract(epoch from until at time zone 'UTC'
                        - date_trunc('day', until at time zone 'UTC')) * 1000000)::bigint
                    where until is not null) edge), '')
            || ' as chosen from (select k.day, b.slices[1] as whole, b.slices[1] # b.slices[1] as none, b.starts '
            || 'from unnest($1) with ordinality k (day, nth) left join lateral (select * from call_bits o '
            || 'where o.day = k.day and o.kind = ''all'' and o.value = '''' and o.starts is not null offset 0) b on true) d'
    $$;

-- A part of a call is visible as the call is; asked as a value, for Postgres answers "exists" by reading all calls when it
-- expects many.
do $$
declare
    name text;
    of_a_call constant text := '(select may(''history.all'')) and ((select sees_all_queues()) '
        'or (select true from call c where c.pbx = %1$I.pbx and c.call_id = %1$I.call_id))';
begin
    foreach name in array array['conversation', 'hold', 'transfer', 'parking', 'step'] loop
        execute format('alter policy visible on %1$I using (' || of_a_call || ')', name);
    end loop;
    foreach name in array array['recording', 'recording_pause'] loop
        execute format('alter policy visible on %1$I using ((select may(''recording.open'')) and ' || of_a_call || ')', name);
    end loop;
end $$;

-- What accounts ask ------------------------------------------------------------------------------------------------------
-- These take data and no expression: security definer, because an account may not read bits, which know no queue of
-- their own. What they tell is of calls that whoever asks may see.

-- When the first so many such calls began, the days in the order given, or all of those days; of the last day a few more
-- or less, as long as there are so many. opened: days that are not closed any more; last: the last that was looked at.
create function bit_calls(days date[], terms jsonb, since timestamptz, until timestamptz, most bigint, is_oldest boolean,
        out begun timestamptz[], out calls bigint, out opened date[], out last date)
    language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare
    that record;
begin
    begun := '{}'; calls := 0; opened := '{}';
    if not may('history.all') then
        return;
    end if;
    for that in execute format('select c.day, c.starts, c.chosen, bit_count(c.chosen) as many from (%s offset 0) c '
        'where c.chosen is null or bit_count(c.chosen) > 0', chosen_as_sql(terms_seen(terms), since, until)) using days
    loop
        if that.chosen is null then
            opened := opened || that.day;
            continue;
        end if;
        calls := calls + that.many;
        last := that.day;
        begun := begun || started_of(that.day, that.starts, that.chosen, most, is_oldest);
        exit when calls >= most;
    end loop;
end $$;

-- When the first or last so many chosen calls of a day began.
create function started_of(that date, starts bigint[], chosen bit varying, most bigint, is_oldest boolean)
    returns timestamptz[] language sql stable parallel safe
    as $$
        select coalesce(array_agg(that::timestamp at time zone 'UTC' + starts[p.place] * interval '1 microsecond'), '{}')
        from (
            select sum(length(piece) + 1) over (order by nth) as place, nth, count(*) over () as pieces
            from unnest(string_to_array(chosen::text, '1')) with ordinality one (piece, nth)
        ) p where p.nth < p.pieces
            and case when is_oldest then p.nth <= most else p.nth >= p.pieces - most end
    $$;

create function bit_sums(days date[], terms jsonb, since timestamptz, until timestamptz, out closed bigint,
        out calls bigint, out answered bigint, out abandoned bigint, out waited bigint, out wait_ms bigint,
        out talked bigint, out talk_ms bigint, out hold_ms bigint, out length_ms bigint)
    language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
begin
    closed := 0; calls := 0;
    if may('history.all') then
        execute format($query$
            with chosen as materialized (
                select c.day, c.chosen, bit_count(c.chosen) as many from (%s offset 0) c where c.chosen is not null
            ), counted as (
                select count(*) as days, sum(c.many) as calls, sum(bit_count(c.chosen & (select
                    case when b.places is null then b.slices[1] else bits_at(c.chosen # c.chosen, b.places) end
                    from call_bits b where b.day = c.day and b.kind = 'outcome' and b.value = 'answered'))) as answered,
                    sum(bit_count(c.chosen & (select
                    case when b.places is null then b.slices[1] else bits_at(c.chosen # c.chosen, b.places) end
                    from call_bits b where b.day = c.day and b.kind = 'outcome' and b.value = 'abandoned'))) as abandoned
                from chosen c
            ), digits as (
                select b.kind, s.nth, sum(bit_count(s.slice & c.chosen))::bigint as many
                from chosen c, lateral (
                    select o.kind, o.slices from call_bits o where o.day = c.day
                        and o.kind in ('wait', 'talk', 'hold', 'length') and o.value = '' and c.many > 0 offset 0) b,
                    unnest(b.slices) with ordinality s (slice, nth)
                group by b.kind, s.nth
            ), totals as (
                select kind, sum(many) filter (where nth = 1) as those,
                    sum(many << (nth - 2)::integer) filter (where nth > 1) as total from digits group by kind
            )
            select t.days, t.calls, t.answered, t.abandoned,
                (select those from totals where kind = 'wait'), (select total from totals where kind = 'wait'),
                (select those from totals where kind = 'talk'), (select total from totals where kind = 'talk'),
                (select total from totals where kind = 'hold'), (select total from totals where kind = 'length')
            from counted t
        $query$, chosen_as_sql(terms_seen(terms), since, until)) using days
        into closed, calls, answered, abandoned, waited, wait_ms, talked, talk_ms, hold_ms, length_ms;
    end if;
    calls := coalesce(calls, 0); answered := coalesce(answered, 0); abandoned := coalesce(abandoned, 0);
    waited := coalesce(waited, 0); wait_ms := coalesce(wait_ms, 0); talked := coalesce(talked, 0);
    talk_ms := coalesce(talk_ms, 0); hold_ms := coalesce(hold_ms, 0); length_ms := coalesce(length_ms, 0);
end $$;

-- A length that at least so many such calls have, and not many more of them: for lists in the order of lengths. Null: not
-- so many have one.
create function bit_least(days date[], terms jsonb, since timestamptz, until timestamptz, measure text, most bigint)
    returns bigint
    language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare
    least bigint;
    those constant text := format('(%s offset 0) c cross join lateral (select o.slices from call_bits o '
        'where o.day = c.day and o.kind = %L and o.value = '''' offset 0) b',
        chosen_as_sql(terms_seen(terms), since, until), measure);
begin
    if not may('history.all') then
        return null;
    end if;
    execute format('select max(1::bigint << (s.nth - 2)::integer) from (select w.nth, sum(bit_count(w.upper & c.chosen)) '
        'as many from %s cross join lateral (select u.nth, bit_or(u.slice) over (order by u.nth desc) as upper '
        'from unnest(b.slices) with ordinality u (slice, nth) where u.nth > 1) w group by w.nth) s '
        'where s.many >= $2', those) using days, most into least;
    if least >= 4 then
        execute format('select max(s.low) from (select l.low, sum(bit_count(bits_from(b.slices, l.low) & c.chosen)) as many '
            'from %s cross join unnest($3) l (low) group by l.low) s where s.many >= $2', those)
            using days, most, array[least, least / 4 * 5, least / 4 * 6, least / 4 * 7] into least;
    end if;
    return least;
end $$;

create or replace function closed_days(first date, after date) returns date[]
    language sql stable parallel safe security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(b.day order by b.day), '{}') from call_bits b
        where b.kind = 'all' and b.value = '' and b.starts is not null
            and b.day >= closed_days.first and b.day < closed_days.after and (select may('history.all'))
    $$;

revoke execute on function
    bit_sums(date[], jsonb, timestamptz, timestamptz),
    bit_least(date[], jsonb, timestamptz, timestamptz, text, bigint),
    bit_calls(date[], jsonb, timestamptz, timestamptz, bigint, boolean) from public;
grant execute on function
    bit_sums(date[], jsonb, timestamptz, timestamptz),
    bit_least(date[], jsonb, timestamptz, timestamptz, text, bigint),
    bit_calls(date[], jsonb, timestamptz, timestamptz, bigint, boolean) to "@prefix@_account";
