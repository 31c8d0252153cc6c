-- What a search over calls asks for, and saved searches. What it means is said in shared/database/tables/search.py.
--
-- With row-level security an index serves an account only for comparisons that Postgres knows to be leakproof: = < > of
-- texts, numbers and instants; no pattern, no array, no function. So what is searched stands in plain columns and in
-- tables of words, and what they find is compared exactly.

-- Text as it is searched: words in small letters without accents, one space between. As shared.domain.folding does it.
create function folded(told text) returns text
    language sql immutable strict parallel safe
    as $$
        select btrim(regexp_replace(
            lower(regexp_replace(normalize(told, nfkd), '[\u0300-\u036f]', '', 'g')),
            '[\u0001-/:-@[-`{-\u00bf\u2000-\u206f]+', ' ', 'g'))
    $$;

-- Its words, each once, the first 64 letters of each.
create function folded_words(told text) returns setof text
    language sql immutable strict parallel safe rows 5
    as $$ select distinct left(word, 64) from unnest(string_to_array(folded(told), ' ')) word where word <> '' $$;

create function digits_of(number text) returns text
    language sql immutable strict parallel safe
    as $$ select regexp_replace(left(number, 64), '[^0-9]', '', 'g') $$;

-- So that what an account asks may be answered by several workers at once.
alter function may(text) parallel safe;
alter function roles_of(text) parallel safe;
alter function rights_of(text[]) parallel safe;
alter function sees_all_queues() parallel safe;
alter function visible_queues() parallel safe;

-- A call's own sums ----------------------------------------------------------------------------------------------------

alter table call
    add column wait_ms bigint,
    add column ring_ms bigint,
    add column talk_ms bigint,
    add column hold_ms bigint,
    add column attempts integer default 0 not null,
    add column is_transferred boolean default false not null,
    add column is_consulted boolean default false not null,
    add column is_parked boolean default false not null,
    add column recording_count integer default 0 not null,
    add column agents text[] default '{}'::text[] not null,
    add column rang text[] default '{}'::text[] not null,
    add column missed text[] default '{}'::text[] not null,
    add column visit_outcomes text[] default '{}'::text[] not null,
    add column keyed text default ''::text not null,
    add column length_ms bigint
        generated always as (round(extract(epoch from ended_at - started_at) * 1000)::bigint) stored,
    add column customer text collate "C"
        generated always as (
            digits_of(coalesce(case when direction = 'outbound' then called else caller end, ''))) stored,
    add column customer_end text collate "C"
        generated always as (
            left(reverse(digits_of(coalesce(case when direction = 'outbound' then called else caller end, ''))), 9)
        ) stored,
    add column caller_words text generated always as (' ' || folded(left(caller_name, 400))) stored;

comment on column call.wait_ms is 'In all queues together; null: it visited none.';
comment on column call.ring_ms is 'The longest ringing of a phone; null: none rang.';
comment on column call.talk_ms is 'With the customer, holds left out; null: nobody talked.';
comment on column call.hold_ms is 'Holds of those conversations; null: nobody talked.';
comment on column call.attempts is 'How often a phone rang for it in queues.';
comment on column call.agents is 'Who talked with the customer, in that order.';
comment on column call.rang is 'Whose phone rang, in that order.';
comment on column call.missed is 'Whose phone rang and was not answered there.';
comment on column call.visit_outcomes is 'The outcomes of its visits.';
comment on column call.keyed is 'The digits keyed in, in order.';
comment on column call.length_ms is 'Generated: from the first ring to the last hang-up.';
comment on column call.customer is 'Generated: the digits of the number outside; of an internal call the caller''s.';
comment on column call.customer_end is 'Generated: the last nine of those digits, backwards: the same for all writings of a number.';
comment on column call.caller_words is 'Generated: the words of the caller''s name, folded, a space before each.';

-- The texts in the order in which each comes first.
create function each_once(texts text[]) returns text[]
    language sql immutable parallel safe
    as $$
        select coalesce(array_agg(one order by nth), '{}')
        from (select one, min(nth) as nth from unnest(texts) with ordinality t (one, nth) group by one) firsts
    $$;

create function fill_sums() returns void language sql as $$
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
        select pbx, call_id, string_agg(text, '' order by nth) as keyed from step where kind = 'digit'
        group by pbx, call_id
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
comment on function fill_sums() is 'Computes the sums of all stored calls from their parts, as the daemon writes them.';

select fill_sums();

create index call_customer_idx on call (customer, started_at);
create index call_customer_end_idx on call (customer_end, started_at);
-- "case" and not "coalesce", which Postgres does not know to be leakproof.
create index call_wait_idx on call ((case when wait_ms is null then -1 else wait_ms end));
create index call_talk_idx on call ((case when talk_ms is null then -1 else talk_ms end));
create index call_length_idx on call ((case when length_ms is null then -1 else length_ms end));
create index call_long_ring_idx on call (ring_ms) where ring_ms > 30000;
create index call_long_hold_idx on call (hold_ms) where hold_ms > 60000;
create index call_attempts_idx on call (attempts) where attempts > 3;
create index call_outcome_idx on call (outcome, started_at) where outcome <> 'answered'::text;
create index call_direction_idx on call (direction, started_at) where direction <> 'inbound'::text;
create index call_ended_by_idx on call (ended_by, started_at) where ended_by = any (array['transfer'::text, 'system'::text]);
create index call_transferred_idx on call (started_at) where is_transferred;
create index call_consulted_idx on call (started_at) where is_consulted;
create index call_parked_idx on call (started_at) where is_parked;
create index call_gap_idx on call (started_at) where is_in_gap;
create index call_disposition_code_idx on call_disposition (code, call_started_at);
drop index call_queues_idx;

-- Words by which calls are found ---------------------------------------------------------------------------------------
-- Written by triggers, so that whoever changes a call or a note changes its words too.

create table call_word (
    kind text not null,
    word text collate "C" not null,
    started_at timestamptz not null,
    pbx text not null,
    call_id text not null,
    queues text[] not null,
    constraint call_word_pkey primary key (kind, word, started_at, pbx, call_id)
);
comment on table call_word is 'What calls are found by where they have several of a kind. agent: who talked or was rung; name: a word of the caller''s name; visit: an outcome of a visit that is neither answered nor abandoned; keyed: digits keyed in.';
comment on column call_word.queues is 'The call''s: for row-level security.';

create table note_word (
    kind text not null,
    word text collate "C" not null,
    call_started_at timestamptz not null,
    pbx text not null,
    call_id text not null,
    account text not null,
    form text not null,
    constraint note_word_pkey primary key (kind, word, call_started_at, pbx, call_id, account, form)
);
comment on table note_word is 'A word of a note (kind note) or of an answer in a form (kind crm; form: which).';

create function words_of(c call) returns table (kind text, word text)
    language sql immutable parallel safe rows 5
    as $$
        select 'agent', who from unnest(c.agents || c.rang) who
        union select 'name', name from folded_words(left(c.caller_name, 400)) name
        union select 'visit', outcome from unnest(c.visit_outcomes) outcome where outcome not in ('answered', 'abandoned')
        union select 'keyed', left(c.keyed, 64) where c.keyed <> ''
    $$;

create function words_of(n call_note) returns table (kind text, word text)
    language sql immutable parallel safe rows 10
    as $$ select 'note', word from folded_words(n.text) word $$;

create function words_of(f call_form) returns table (kind text, word text)
    language sql immutable parallel safe rows 10
    as $$ select distinct 'crm', word from jsonb_each_text(f.answers) answer, folded_words(answer.value) word $$;

create function add_call_words() returns trigger language plpgsql as $$
begin
    insert into call_word (kind, word, started_at, pbx, call_id, queues)
        select w.kind, w.word, f.started_at, f.pbx, f.call_id, f.queues from fresh f, words_of(f::call) w
        on conflict do nothing;
    return null;
end $$;

create function remove_call_words() returns trigger language plpgsql as $$
begin
    if exists (select from gone) then
        delete from call_word w using gone g, words_of(g::call) o
            where w.kind = o.kind and w.word = o.word and w.started_at = g.started_at
            and w.pbx = g.pbx and w.call_id = g.call_id;
    end if;
    return null;
end $$;

create function remove_all_call_words() returns trigger language plpgsql as $$
begin
    truncate call_word, call_day, call_bits;
    return null;
end $$;

create function add_note_words() returns trigger language plpgsql as $$
begin
    insert into note_word (kind, word, call_started_at, pbx, call_id, account, form)
        select w.kind, w.word, f.call_started_at, f.pbx, f.call_id, f.account, ''
        from fresh f, words_of(f::call_note) w on conflict do nothing;
    return null;
end $$;

create function remove_note_words() returns trigger language plpgsql as $$
begin
    delete from note_word w using gone g, words_of(g::call_note) o
        where w.kind = o.kind and w.word = o.word and w.call_started_at = g.call_started_at and w.pbx = g.pbx
        and w.call_id = g.call_id and w.account = g.account and w.form = '';
    return null;
end $$;

create function add_form_words() returns trigger language plpgsql as $$
begin
    insert into note_word (kind, word, call_started_at, pbx, call_id, account, form)
        select w.kind, w.word, f.call_started_at, f.pbx, f.call_id, f.account, f.form
        from fresh f, words_of(f::call_form) w on conflict do nothing;
    return null;
end $$;

create function remove_form_words() returns trigger language plpgsql as $$
begin
    delete from note_word w using gone g, words_of(g::call_form) o
        where w.kind = o.kind and w.word = o.word and w.call_started_at = g.call_started_at and w.pbx = g.pbx
        and w.call_id = g.call_id and w.account = g.account and w.form = g.form;
    return null;
end $$;

create function remove_all_note_words() returns trigger language plpgsql as $$
begin
    delete from note_word where kind = case tg_table_name when 'call_note' then 'note' else 'crm' end;
    return null;
end $$;

-- What was of calls, by day --------------------------------------------------------------------------------------------

create table call_day (
    day date not null,
    pbx text not null,
    queues_key text not null,
    direction text not null,
    outcome text not null,
    ended_by text not null,
    line text not null,
    queues text[] not null,
    calls bigint not null,
    waited bigint not null,
    wait_ms bigint not null,
    talked bigint not null,
    talk_ms bigint not null,
    hold_ms bigint not null,
    length_ms bigint not null,
    constraint call_day_pkey primary key (day, pbx, queues_key, direction, outcome, ended_by, line)
) with (fillfactor = 70);
comment on column call_day.queues_key is 'A hash of queues: those of a call may be too many for an index.';
comment on table call_day is 'Exact sums of the calls that began on a day (UTC), of those alike; '''' where there is nothing. Kept by triggers.';

create function day_sums(c call, sign bigint, out day date, out pbx text, out queues_key text, out direction text,
        out outcome text, out ended_by text, out line text, out queues text[], out calls bigint, out waited bigint, out wait_ms bigint,
        out talked bigint, out talk_ms bigint, out hold_ms bigint, out length_ms bigint)
    language sql stable parallel safe
    as $$
        select (c.started_at at time zone 'UTC')::date, c.pbx, md5(array_to_string(c.queues, chr(31))), c.direction,
            coalesce(c.outcome, ''), coalesce(c.ended_by, ''), coalesce(c.line, ''), c.queues, sign, sign * (c.wait_ms is not null)::int,
            sign * coalesce(c.wait_ms, 0), sign * (c.talk_ms is not null)::int, sign * coalesce(c.talk_ms, 0),
            sign * coalesce(c.hold_ms, 0), sign * coalesce(c.length_ms, 0)
    $$;

create function add_call_days() returns trigger language plpgsql as $$
begin
    insert into call_day as d
        select s.day, s.pbx, s.queues_key, s.direction, s.outcome, s.ended_by, s.line, s.queues, sum(s.calls),
            sum(s.waited),
            sum(s.wait_ms), sum(s.talked), sum(s.talk_ms), sum(s.hold_ms), sum(s.length_ms)
        from fresh f, day_sums(f::call, 1) s group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7
        on conflict on constraint call_day_pkey do update set
            calls = d.calls + excluded.calls, waited = d.waited + excluded.waited,
            wait_ms = d.wait_ms + excluded.wait_ms, talked = d.talked + excluded.talked,
            talk_ms = d.talk_ms + excluded.talk_ms, hold_ms = d.hold_ms + excluded.hold_ms,
            length_ms = d.length_ms + excluded.length_ms;
    return null;
end $$;

create function remove_call_days() returns trigger language plpgsql as $$
begin
    if exists (select from gone) then
        insert into call_day as d
            select s.day, s.pbx, s.queues_key, s.direction, s.outcome, s.ended_by, s.line, s.queues, sum(s.calls),
            sum(s.waited),
                sum(s.wait_ms), sum(s.talked), sum(s.talk_ms), sum(s.hold_ms), sum(s.length_ms)
            from gone g, day_sums(g::call, -1) s group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7
            on conflict on constraint call_day_pkey do update set
                calls = d.calls + excluded.calls, waited = d.waited + excluded.waited,
                wait_ms = d.wait_ms + excluded.wait_ms, talked = d.talked + excluded.talked,
                talk_ms = d.talk_ms + excluded.talk_ms, hold_ms = d.hold_ms + excluded.hold_ms,
                length_ms = d.length_ms + excluded.length_ms;
        delete from call_day d where d.calls = 0
            and d.day in (select distinct (g.started_at at time zone 'UTC')::date from gone g);
    end if;
    return null;
end $$;

-- Days of the past as bits -------------------------------------------------------------------------------------------
-- Of a day that is over, one bit a call for each thing that can be true of it, and of lengths one for each binary digit:
-- so any combination over years is counted and summed without reading calls. The daemon makes them
-- (collector_daemon.store.closing); whatever changes a call of such a day takes them away again.

create table call_bits (
    day date not null,
    kind text not null,
    value text not null,
    slices bit varying[] not null,
    constraint call_bits_pkey primary key (day, kind, value)
);
comment on table call_bits is 'The calls of a closed day (UTC), a bit each, in one order. Kind all: every call; kinds with values (outcome, queue …): those of which it is so; lengths: the first slice those that have one, then the binary digits, the lowest first. Nobody but the owner reads it.';

create function open_days() returns trigger language plpgsql as $$
begin
    if exists (select from gone) then
        delete from call_bits b where b.day in (select distinct (g.started_at at time zone 'UTC')::date from gone g);
    end if;
    return null;
end $$;

create function open_days_of_fresh() returns trigger language plpgsql as $$
begin
    delete from call_bits b where b.day in (select distinct (f.started_at at time zone 'UTC')::date from fresh f);
    return null;
end $$;

-- Those of a number that is at least so high.
create function bits_from(slices bit varying[], low bigint) returns bit varying
    language plpgsql immutable parallel safe as $$
declare
    same bit varying := slices[1];
    more bit varying := slices[1] # slices[1];
begin
    if low <= 0 then
        return same;
    end if;
    if array_length(slices, 1) < 64 and (low >> (array_length(slices, 1) - 1)) > 0 then
        return more;
    end if;
    for place in reverse array_length(slices, 1) - 2 .. 0 loop
        if (low >> place) & 1 = 1 then
            same := same & slices[place + 2];
        else
            more := more | (same & slices[place + 2]);
            same := same & ~slices[place + 2];
        end if;
    end loop;
    return more | same;
end $$;

create function bits_sum(slices bit varying[], chosen bit varying) returns bigint
    language plpgsql immutable parallel safe as $$
declare
    total bigint := 0;
begin
    for place in 2 .. array_length(slices, 1) loop
        total := total + (bit_count(slices[place] & chosen) << (place - 2));
    end loop;
    return total;
end $$;

-- The calls of a day of which a term is true; null: the day knows nothing of the kind.
create function bits_of(that date, term jsonb) returns bit varying
    language plpgsql stable parallel safe set search_path = public, pg_temp as $$
declare
    digits bit varying[];
    chosen bit varying;
begin
    if term ? 'values' then
        select bit_or(b.slices[1]) into chosen from call_bits b where b.day = that and b.kind = term ->> 'kind'
            and b.value = any (array(select jsonb_array_elements_text(term -> 'values')));
        return chosen;
    end if;
    select b.slices into digits from call_bits b where b.day = that and b.kind = term ->> 'kind' and b.value = '';
    if digits is null then
        return null;
    end if;
    chosen := bits_from(digits, coalesce((term ->> 'low')::bigint, 0));
    if term ->> 'high' is not null then
        chosen := chosen & ~bits_from(digits, (term ->> 'high')::bigint + 1);
    end if;
    return chosen;
end $$;

-- The calls of a closed day of which all terms are true, as far as whoever asks may see them; null: it is not closed.
create function bits_chosen(that date, terms jsonb) returns bit varying
    language plpgsql stable parallel safe set search_path = public, pg_temp as $$
declare
    chosen bit varying;
    part bit varying;
    term jsonb;
begin
    select b.slices[1] into chosen from call_bits b where b.day = that and b.kind = 'all' and b.value = '';
    if chosen is null then
        return null;
    end if;
    for term in select * from jsonb_array_elements(terms) loop
        part := coalesce(bits_of(that, term), chosen # chosen);
        chosen := chosen & case when (term ->> 'is_not')::boolean then ~part else part end;
    end loop;
    return chosen;
end $$;

-- The terms, and that the calls be of queues which whoever asks may see.
create function terms_seen(terms jsonb) returns jsonb
    language sql stable parallel safe set search_path = public, pg_temp
    as $$
        select case when sees_all_queues() then terms else terms || jsonb_build_array(jsonb_build_object(
            'kind', 'queue', 'values', to_jsonb(visible_queues()), 'is_not', false)) end
    $$;

-- The next two take data and no expression: security definer, because an account may not read bits, which know no queue
-- of their own. What they tell is of calls that whoever asks may see.

-- The days, in the order given, in which there are such calls, until they are so many.
create function bit_days(days date[], terms jsonb, most bigint, out those date[], out calls bigint)
    language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare
    seen constant jsonb := terms_seen(terms);
    that date;
    many bigint;
begin
    those := '{}'; calls := 0;
    if not may('history.all') then
        return;
    end if;
    foreach that in array days loop
        many := bit_count(bits_chosen(that, seen));
        continue when many = 0;
        those := those || that;  -- also one that is not closed any more: its calls are looked at
        calls := calls + coalesce(many, 0);
        exit when calls >= most;
    end loop;
end $$;

create function bit_sums(days date[], terms jsonb, out closed bigint, out calls bigint, out answered bigint,
        out abandoned bigint, out waited bigint, out wait_ms bigint, out talked bigint, out talk_ms bigint,
        out hold_ms bigint, out length_ms bigint)
    language plpgsql stable parallel safe security definer set search_path = public, pg_temp as $$
declare
    seen constant jsonb := terms_seen(terms);
    that date;
    chosen bit varying;
    part record;
begin
    closed := 0; calls := 0; answered := 0; abandoned := 0; waited := 0; wait_ms := 0; talked := 0; talk_ms := 0;
    hold_ms := 0; length_ms := 0;
    if not may('history.all') then
        return;
    end if;
    foreach that in array days loop
        chosen := bits_chosen(that, seen);
        continue when chosen is null;
        closed := closed + 1;
        continue when bit_count(chosen) = 0;
        calls := calls + bit_count(chosen);
        for part in select b.kind, b.value, b.slices from call_bits b where b.day = that
            and (b.kind in ('wait', 'talk', 'hold', 'length') or b.kind = 'outcome' and b.value in ('answered', 'abandoned'))
        loop
            case part.kind
                when 'wait' then
                    waited := waited + bit_count(part.slices[1] & chosen);
                    wait_ms := wait_ms + bits_sum(part.slices, chosen);
                when 'talk' then
                    talked := talked + bit_count(part.slices[1] & chosen);
                    talk_ms := talk_ms + bits_sum(part.slices, chosen);
                when 'hold' then hold_ms := hold_ms + bits_sum(part.slices, chosen);
                when 'length' then length_ms := length_ms + bits_sum(part.slices, chosen);
                else
                    if part.value = 'answered' then
                        answered := answered + bit_count(part.slices[1] & chosen);
                    else
                        abandoned := abandoned + bit_count(part.slices[1] & chosen);
                    end if;
            end case;
        end loop;
    end loop;
end $$;

-- The closed days of a span, for whoever may search: which days are closed says nothing of calls.
create function closed_days(first date, after date) returns date[]
    language sql stable parallel safe security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(b.day order by b.day), '{}') from call_bits b
        where b.kind = 'all' and b.value = '' and b.day >= closed_days.first and b.day < closed_days.after
            and (select may('history.all'))
    $$;

-- From what there is ---------------------------------------------------------------------------------------------------

insert into call_word select w.kind, w.word, c.started_at, c.pbx, c.call_id, c.queues from call c, words_of(c) w;
insert into note_word
    select w.kind, w.word, n.call_started_at, n.pbx, n.call_id, n.account, '' from call_note n, words_of(n) w;
insert into note_word
    select w.kind, w.word, f.call_started_at, f.pbx, f.call_id, f.account, f.form from call_form f, words_of(f) w;
insert into call_day
    select s.day, s.pbx, s.queues_key, s.direction, s.outcome, s.ended_by, s.line, s.queues, sum(s.calls),
            sum(s.waited),
        sum(s.wait_ms), sum(s.talked), sum(s.talk_ms), sum(s.hold_ms), sum(s.length_ms)
    from call c, day_sums(c, 1) s group by 1, 2, 3, 4, 5, 6, 7, 8;

create trigger add_words after insert on call
    referencing new table as fresh for each statement execute function add_call_words();
create trigger remove_words after delete on call
    referencing old table as gone for each statement execute function remove_call_words();
create trigger update_words_1 after update on call
    referencing old table as gone new table as fresh for each statement execute function remove_call_words();
create trigger update_words_2 after update on call
    referencing old table as gone new table as fresh for each statement execute function add_call_words();
create trigger add_days after insert on call
    referencing new table as fresh for each statement execute function add_call_days();
create trigger remove_days after delete on call
    referencing old table as gone for each statement execute function remove_call_days();
create trigger update_days_1 after update on call
    referencing old table as gone new table as fresh for each statement execute function remove_call_days();
create trigger update_days_2 after update on call
    referencing old table as gone new table as fresh for each statement execute function add_call_days();
create trigger open_days after insert on call
    referencing new table as fresh for each statement execute function open_days_of_fresh();
create trigger open_days_of_gone after delete on call
    referencing old table as gone for each statement execute function open_days();
create trigger update_bits_1 after update on call
    referencing old table as gone new table as fresh for each statement execute function open_days();
create trigger update_bits_2 after update on call
    referencing old table as gone new table as fresh for each statement execute function open_days_of_fresh();
create trigger remove_all_words after truncate on call for each statement execute function remove_all_call_words();

create trigger add_words after insert on call_note
    referencing new table as fresh for each statement execute function add_note_words();
create trigger remove_words after delete on call_note
    referencing old table as gone for each statement execute function remove_note_words();
create trigger update_words_1 after update on call_note
    referencing old table as gone new table as fresh for each statement execute function remove_note_words();
create trigger update_words_2 after update on call_note
    referencing old table as gone new table as fresh for each statement execute function add_note_words();
create trigger remove_all_words after truncate on call_note for each statement execute function remove_all_note_words();
create trigger add_words after insert on call_form
    referencing new table as fresh for each statement execute function add_form_words();
create trigger remove_words after delete on call_form
    referencing old table as gone for each statement execute function remove_form_words();
create trigger update_words_1 after update on call_form
    referencing old table as gone new table as fresh for each statement execute function remove_form_words();
create trigger update_words_2 after update on call_form
    referencing old table as gone new table as fresh for each statement execute function add_form_words();
create trigger remove_all_words after truncate on call_form for each statement execute function remove_all_note_words();

-- Saved searches -------------------------------------------------------------------------------------------------------

create table saved_search (
    account text not null,
    name text not null,
    query jsonb not null,
    columns text[] default '{}'::text[] not null,
    is_shared boolean default false not null,
    shared_with text[] default '{}'::text[] not null,
    changed_at timestamptz default now() not null,
    constraint saved_search_pkey primary key (account, name),
    constraint saved_search_account_fkey foreign key(account) references account (name) on delete cascade
);
comment on table saved_search is 'A search under a name. Each account writes its own; shared ones are read by whoever has one of the roles (none named: by everybody who may search).';

-- Rights ---------------------------------------------------------------------------------------------------------------

grant select on call_word, note_word, call_day to "@prefix@_account";
grant select, insert, update, delete on saved_search to "@prefix@_account";

alter table call_word enable row level security;
alter table note_word enable row level security;
alter table call_day enable row level security;
alter table call_bits enable row level security;
alter table saved_search enable row level security;

create policy visible on call_word for select using ((select may('history.all'))
    and ((select sees_all_queues()) or queues && (select visible_queues())));
create policy visible on call_day for select using ((select may('history.all'))
    and ((select sees_all_queues()) or queues && (select visible_queues())));
-- A sub-select that has a value, for Postgres answers "exists" by reading all calls when it expects many.
create policy visible on note_word for select using ((select may('history.all')) and ((select sees_all_queues())
    or (select true from call c where c.pbx = note_word.pbx and c.call_id = note_word.call_id)));

alter policy visible on call_note using ((select may('history.all')) and ((select sees_all_queues())
    or (select true from call c where c.pbx = call_note.pbx and c.call_id = call_note.call_id)));
alter policy visible on call_disposition using ((select may('history.all')) and ((select sees_all_queues())
    or (select true from call c where c.pbx = call_disposition.pbx and c.call_id = call_disposition.call_id)));
alter policy visible on call_form using ((select may('history.all')) and ((select sees_all_queues())
    or (select true from call c where c.pbx = call_form.pbx and c.call_id = call_form.call_id)));

create policy own on saved_search using (account = session_user and (select may('history.all')))
    with check (account = session_user and (select may('history.all')));
create policy shared on saved_search for select using (is_shared and (select may('history.all'))
    and (shared_with = '{}' or shared_with && (select roles_of(session_user::text))));

revoke execute on function bit_sums(date[], jsonb), bit_days(date[], jsonb, bigint), closed_days(date, date) from public;
grant execute on function bit_sums(date[], jsonb), bit_days(date[], jsonb, bigint), closed_days(date, date)
    to "@prefix@_account";
