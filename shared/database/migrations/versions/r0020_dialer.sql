-- The dialer: campaigns, whom they call, each dialling, who may not be called, what goes to the customer system.
-- What the tables mean is said in shared/database/tables/dialing.py.

create table campaign (
    campaign text not null,
    pbx text not null,
    title text not null,
    queue text not null,
    settings jsonb not null,
    version integer default 1 not null,
    state text default 'draft' not null,
    since timestamptz not null,
    state_by text not null,
    why text default '' not null,
    changed_at timestamptz not null,
    changed_by text not null,
    constraint campaign_pkey primary key (campaign),
    constraint campaign_campaign_check check (campaign ~ '^[0-9a-z][0-9a-z._-]{0,63}$'),
    constraint campaign_state_check check (state in ('draft', 'running', 'paused', 'finished'))
);
comment on table campaign is 'An outgoing campaign as it is now (settings: shared.campaigns.campaign.Campaign; version: of them); its state since when, by whom (state_by) and why. changed_by, changed_at: who set it up last.';

create table campaign_change (
    change bigint generated always as identity,
    campaign text not null,
    changed_at timestamptz not null,
    by text not null,
    version integer not null,
    state text not null,
    why text default '' not null,
    settings jsonb,
    constraint campaign_change_pkey primary key (change)
);
create index campaign_change_campaign_idx on campaign_change (campaign, change);
comment on table campaign_change is 'Every change of a campaign, written by a trigger; settings null: they stayed. Rows are only added.';

create table contact_list (
    list bigint generated always as identity,
    campaign text not null,
    name text not null,
    source text not null,
    hash text default '' not null,
    imported_at timestamptz not null,
    by text not null,
    lines integer default 0 not null,
    taken integer default 0 not null,
    doubles integer default 0 not null,
    already integer default 0 not null,
    faults integer default 0 not null,
    how jsonb default '{}'::jsonb not null,
    constraint contact_list_pkey primary key (list),
    constraint contact_list_campaign_fkey foreign key(campaign) references campaign (campaign),
    constraint contact_list_source_check check (source in ('file', 'crm', 'queue', 'hand'))
);
create unique index contact_list_hash_idx on contact_list (campaign, hash) where hash <> '';
comment on table contact_list is 'Contacts that came together: of lines so many taken; doubles: of another line or of a number that the campaign has; already: their key was there. hash: of the file and how it was read, so that twice is once; how: its columns and encoding.';

create table contact (
    contact bigint generated always as identity,
    campaign text not null,
    list bigint,
    external text default '' not null,
    name text default '' not null,
    fields jsonb default '{}'::jsonb not null,
    owner text default '' not null,
    language text default '' not null,
    priority integer default 0 not null,
    turn text default '' not null,
    state text default 'waiting' not null,
    attempts integer default 0 not null,
    last text default '' not null,
    next_at timestamptz,
    next_by text default '' not null,
    is_appointment boolean default false not null,
    number_index integer default 0 not null,
    held_by text default '' not null,
    held_at timestamptz,
    note text default '' not null,
    why text default '' not null,
    changed_at timestamptz default now() not null,
    constraint contact_pkey primary key (contact),
    constraint contact_campaign_fkey foreign key(campaign) references campaign (campaign),
    constraint contact_state_check check (state in ('waiting', 'offered', 'calling', 'talking', 'wrap_up', 'done', 'excluded'))
);
create index contact_due_idx on contact (campaign, next_at) where state = 'waiting' and next_at is not null;
create unique index contact_external_idx on contact (campaign, external) where external <> '';
create index contact_list_idx on contact (list);
create index contact_new_idx on contact (campaign, turn, contact) where state = 'waiting' and next_at is null;
create index contact_result_idx on contact (campaign, last) where state = 'done';
create index contact_under_way_idx on contact (campaign) where state in ('offered', 'calling', 'talking', 'wrap_up');
comment on table contact is 'Somebody whom a campaign calls (shared.campaigns.contact.Contact). turn: its place in the campaign''s order, kept by who writes. held_by: the operator before whom it lies, since held_at. is_appointment: next_at was promised; next_by: only by that account then. note: what the operator wrote last.';

create table contact_number (
    contact bigint not null,
    nth integer not null,
    campaign text not null,
    number text not null,
    kind text default '' not null,
    constraint contact_number_pkey primary key (contact, nth),
    constraint contact_number_contact_fkey foreign key(contact) references contact (contact) on delete cascade
);
create unique index contact_number_number_idx on contact_number (number, campaign);
comment on table contact_number is 'A contact''s numbers in the order in which they are tried: digits of E.164 without +. A number is one contact''s in a campaign.';

create table campaign_count (
    entry bigint generated always as identity,
    campaign text not null,
    part text not null,
    last text default '' not null,
    contacts bigint not null,
    constraint campaign_count_pkey primary key (entry)
);
create index campaign_count_campaign_idx on campaign_count (campaign, part, last);
comment on table campaign_count is 'How many contacts are where in a campaign, as differences that a trigger adds with each change and the daemon folds: their sum by part (left, again, calling, done, excluded) and last result is the truth.';

create table attempt (
    attempt bigint generated always as identity,
    pbx text not null,
    campaign text not null,
    contact bigint not null,
    list bigint,
    number text not null,
    mode text not null,
    state text default 'placed' not null,
    placed_at timestamptz not null,
    ringing_at timestamptz,
    answered_at timestamptz,
    connected_at timestamptz,
    ended_at timestamptz,
    outcome text,
    cause text default '' not null,
    call_id text default '' not null,
    operator text default '' not null,
    because text default '' not null,
    disposition text default '' not null,
    constraint attempt_pkey primary key (attempt),
    constraint attempt_campaign_fkey foreign key(campaign) references campaign (campaign),
    constraint attempt_state_check check (state in ('placed', 'ringing', 'answered', 'connected', 'ended')),
    constraint attempt_outcome_check check (outcome in ('answered', 'busy', 'no_answer', 'failed', 'machine', 'abandoned', 'unknown')),
    constraint attempt_ended_check check ((state = 'ended') = (ended_at is not null) and (ended_at is null) = (outcome is null))
);
create index attempt_answered_idx on attempt (campaign, answered_at) where answered_at is not null;
create index attempt_call_id_idx on attempt (call_id) where call_id <> '';
create index attempt_campaign_idx on attempt (campaign, placed_at);
create index attempt_contact_idx on attempt (contact, placed_at);
create index attempt_number_idx on attempt (number, placed_at);
create unique index attempt_open_contact_idx on attempt (contact) where ended_at is null;
create unique index attempt_open_number_idx on attempt (number) where ended_at is null;
comment on table attempt is 'One dialling of one number (shared.campaigns.contact.Attempt), written before anything is asked of the PBX; dial-<attempt> is its channel there. A contact, and a number, has one open attempt at most. Once ended, only what the operator said and the call''s id are added. Outlives its contact.';

create table assignment (
    attempt bigint not null,
    nth integer not null,
    assigned_at timestamptz not null,
    operator text not null,
    agent text default '' not null,
    because text not null,
    constraint assignment_pkey primary key (attempt, nth),
    constraint assignment_attempt_fkey foreign key(attempt) references attempt (attempt) on delete cascade
);
comment on table assignment is 'To whom an attempt was given, one after the other, and why to him.';

create table pacing_decision (
    decision bigint generated always as identity,
    campaign text not null,
    decided_at timestamptz not null,
    chosen integer not null,
    content jsonb not null,
    constraint pacing_decision_pkey primary key (decision)
);
create index pacing_decision_campaign_idx on pacing_decision (campaign, decided_at);
create index pacing_decision_decided_at_idx on pacing_decision (decided_at);
comment on table pacing_decision is 'How many calls were to be there at once, and all that this was decided by (content: shared.domain.campaigns.PacingRow). Kept as long as raw events.';

create table consent (
    entry bigint generated always as identity,
    number text not null,
    is_given boolean not null,
    given_at timestamptz not null,
    how text not null,
    text text default '' not null,
    source text default '' not null,
    until date,
    by text not null,
    entered_at timestamptz default now() not null,
    constraint consent_pkey primary key (entry)
);
create index consent_number_idx on consent (number, given_at);
comment on table consent is 'Consent to be called, given or withdrawn: when, how, to which words, from which source; the one given last holds, until that day. Rows are only added.';

create table do_not_call (
    entry bigint generated always as identity,
    list text not null,
    scope text not null,
    scope_of text default '' not null,
    number text not null,
    is_on boolean not null,
    until date,
    why text default '' not null,
    by text not null,
    entered_at timestamptz default now() not null,
    constraint do_not_call_pkey primary key (entry),
    constraint do_not_call_scope_check check (scope in ('centre', 'campaign', 'owner') and (scope = 'centre') = (scope_of = ''))
);
create index do_not_call_list_idx on do_not_call (list, entry);
create index do_not_call_number_idx on do_not_call (number, entry);
comment on table do_not_call is 'A number was put on a do-not-call list, or taken off it (not is_on); of several entries of a list, scope and number the last holds, until that day. scope_of: the campaign, or owner of campaigns. Rows are only added.';

create table crm_outbox (
    entry bigint generated always as identity,
    campaign text not null,
    contact bigint not null,
    key text not null,
    content jsonb not null,
    state text default 'waiting' not null,
    tries integer default 0 not null,
    next_at timestamptz not null,
    trouble text default '' not null,
    made_at timestamptz not null,
    ended_at timestamptz,
    constraint crm_outbox_pkey primary key (entry),
    constraint crm_outbox_state_check check (state in ('waiting', 'sent', 'given_up'))
);
create index crm_outbox_due_idx on crm_outbox (next_at) where state = 'waiting';
create unique index crm_outbox_key_idx on crm_outbox (key);
comment on table crm_outbox is 'A result on its way to the customer system; key: sent again under it, it is one there. trouble: of the last try.';

-- A campaign's history ---------------------------------------------------------------------------------------------------

create function note_campaign() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    is_set boolean := true;
begin
    if tg_op = 'UPDATE' then
        is_set := new.version <> old.version;
    end if;
    insert into campaign_change (campaign, changed_at, by, version, state, why, settings) values (
        new.campaign, case when is_set then new.changed_at else new.since end,
        case when is_set then new.changed_by else new.state_by end, new.version, new.state, new.why,
        case when is_set then new.settings end);
    return null;
end $$;
create trigger is_noted after insert or update on campaign for each row execute function note_campaign();

-- What never changes -----------------------------------------------------------------------------------------------------
-- For everybody, the tables' owner too. Only who it is about is forgotten where he asks for it: by the pseudonym his
-- consent and the attempts of his number still belong together, and he can show that they are his; nobody reads it back.

create function erased_number(number text) returns text language sql immutable
    return '…' || right(number, 3) || '#' || left(encode(sha256(convert_to(number, 'UTF8')), 'hex'), 16);

create function refuse_but_erasing() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and new.number = erased_number(old.number)
            and to_jsonb(new) - '{number,text,source,why}'::text[] = to_jsonb(old) - '{number,text,source,why}'::text[] then
        return new;
    end if;
    raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger only_grows before update or delete on consent
    for each row execute function refuse_but_erasing();
create trigger only_grows before update or delete on do_not_call
    for each row execute function refuse_but_erasing();
create trigger stays before truncate on consent for each statement execute function refuse_change();
create trigger stays before truncate on do_not_call for each statement execute function refuse_change();
create trigger only_grows before update or delete or truncate on campaign_change
    for each statement execute function refuse_change();

create function refuse_ended() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and (new.number = old.number or new.number = erased_number(old.number))
            and to_jsonb(new) - '{number,disposition,call_id}'::text[]
                = to_jsonb(old) - '{number,disposition,call_id}'::text[] then
        return new;
    end if;
    raise exception 'the attempt % is over: what became of it does not change any more', old.attempt
        using errcode = 'restrict_violation';
end $$;
create trigger is_over before update on attempt
    for each row when (old.ended_at is not null) execute function refuse_ended();
create trigger stays before delete on attempt for each row execute function refuse_ended();

-- How many contacts are where --------------------------------------------------------------------------------------------
-- Rows are only added, so nobody who calls ever waits for who counts; the daemon folds them.

create function contact_part(state text, attempts integer) returns text language sql immutable
    return case when state = 'waiting' and attempts = 0 then 'left' when state = 'waiting' then 'again'
        when state in ('done', 'excluded') then state else 'calling' end;

create function count_new() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    insert into campaign_count (campaign, part, last, contacts)
        select campaign, contact_part(state, attempts), last, count(*) from added group by 1, 2, 3;
    return null;
end $$;
create trigger counted after insert on contact referencing new table as added
    for each statement execute function count_new();

create function count_gone() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    insert into campaign_count (campaign, part, last, contacts)
        select campaign, contact_part(state, attempts), last, -count(*) from gone group by 1, 2, 3;
    return null;
end $$;
create trigger uncounted after delete on contact referencing old table as gone
    for each statement execute function count_gone();

create function count_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    insert into campaign_count (campaign, part, last, contacts)
        select campaign, part, last, sum(contacts) from (
            select campaign, contact_part(state, attempts) as part, last, count(*) as contacts from added group by 1, 2, 3
            union all
            select campaign, contact_part(state, attempts), last, -count(*) from gone group by 1, 2, 3
        ) both_ways group by 1, 2, 3 having sum(contacts) <> 0;
    return null;
end $$;
create trigger recounted after update on contact referencing old table as gone new table as added
    for each statement execute function count_changed();

-- Rights: only the daemon writes; who runs campaigns reads. --------------------------------------------------------------

do $$
declare
    name text;
begin
    foreach name in array array[
        'campaign', 'campaign_change', 'contact_list', 'contact', 'contact_number', 'campaign_count', 'attempt',
        'assignment', 'pacing_decision', 'consent', 'do_not_call', 'crm_outbox'
    ] loop
        execute format('grant select on %I to "@prefix@_account"', name);
        execute format('alter table %I enable row level security', name);
        execute format('create policy visible on %I for select using ((select may(''dialer.run'')))', name);
    end loop;
end $$;
