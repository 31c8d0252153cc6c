-- The first schema. Frozen: later changes are later revisions. @prefix@ is the installation's prefix of group roles.
-- What the tables mean is said in shared/database/tables; the order here is of no importance.

create table account (
    name text not null,
    agent text,
    sees_all_queues boolean not null,
    created_at timestamptz not null,
    version integer not null,
    constraint account_pkey primary key (name)
);
comment on table account is 'A person or program that logs in: the role of this name. agent is its extension; version grows with every change that must end older sessions.';

create table agent (
    pbx text not null,
    agent text not null,
    name text,
    named_at timestamptz,
    first_seen_at timestamptz not null,
    constraint agent_pkey primary key (pbx, agent)
);
comment on table agent is 'A person who answers queues, by extension; the name is the youngest known (named_at).';

create table agent_interval (
    pbx text not null,
    agent text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    state text not null,
    reason text not null,
    constraint agent_interval_pkey primary key (pbx, agent, started_at)
);
create index agent_interval_started_at_idx on agent_interval using brin (started_at);
comment on table agent_interval is 'A span in which an agent was in one state, over all queues.';

create table agent_pause (
    pbx text not null,
    agent text not null,
    queue text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    reason text not null,
    is_start_known boolean not null,
    constraint agent_pause_pkey primary key (pbx, agent, queue, started_at)
);
create index agent_pause_started_at_idx on agent_pause (started_at);
comment on table agent_pause is 'An agent''s pause in one queue; another reason is another pause.';

create table agent_session (
    pbx text not null,
    agent text not null,
    queue text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    interface text not null,
    name text not null,
    penalty integer not null,
    is_start_known boolean not null,
    constraint agent_session_pkey primary key (pbx, agent, queue, started_at)
);
create index agent_session_started_at_idx on agent_session (started_at);
comment on table agent_session is 'An agent''s membership in one queue from log-in to log-out.';

create table audit (
    id bigint generated always as identity,
    happened_at timestamptz default now() not null,
    account text not null,
    act text not null,
    subject text not null,
    detail text not null,
    origin text not null,
    constraint audit_pkey primary key (id)
);
create index audit_happened_at_idx on audit (happened_at);
comment on table audit is 'Log-ins and administrative acts: who, what, to whom, from where. Only grows, for everybody.';

create table call (
    pbx text not null,
    call_id text not null,
    direction text not null,
    started_at timestamptz not null,
    line text,
    caller text,
    caller_name text,
    called text,
    answered_at timestamptz,
    ended_at timestamptz,
    outcome text,
    ended_by text,
    is_in_gap boolean not null,
    origin text default 'ami' not null,
    queues text[] default '{}'::text[] not null,
    constraint call_pkey primary key (pbx, call_id)
);
create index call_called_idx on call (left(called, 64));
create index call_caller_idx on call (left(caller, 64));
create index call_line_idx on call (line, started_at);
create index call_queues_idx on call using gin (queues);
create index call_started_at_idx on call (started_at);
comment on table call is 'The customer''s whole stay, from the first ring to the last hang-up.';
comment on column call.origin is 'ami: heard as it happened; queue_log: all or a part of it was imported, in whole seconds.';
comment on column call.queues is 'The queues it visited, from queue_visit: for row-level security and search.';

create table extension (
    pbx text not null,
    extension text not null,
    first_seen_at timestamptz not null,
    constraint extension_pkey primary key (pbx, extension)
);
comment on table extension is 'A phone inside.';

create table gap (
    pbx text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    cause text not null,
    constraint gap_pkey primary key (pbx, started_at)
);
comment on table gap is 'A span in which we did not see the PBX.';

create table inbound_line (
    pbx text not null,
    line text not null,
    first_seen_at timestamptz not null,
    constraint inbound_line_pkey primary key (pbx, line)
);
comment on table inbound_line is 'A number that callers dial.';

create table installation (
    is_only boolean default true not null,
    role_prefix text not null,
    constraint installation_pkey primary key (is_only),
    constraint installation_one_row_check check (is_only)
);
comment on table installation is 'This installation; one row.';

create table journal_progress (
    journal_id text not null,
    pbx text not null,
    seq bigint not null,
    constraint journal_progress_pkey primary key (journal_id, pbx)
);
comment on table journal_progress is 'The last entry of a journal whose facts are stored; written with them.';

create table pbx (
    pbx text not null,
    first_seen_at timestamptz not null,
    constraint pbx_pkey primary key (pbx)
);
comment on table pbx is 'A telephone exchange.';

create table queue (
    pbx text not null,
    queue text not null,
    first_seen_at timestamptz not null,
    constraint queue_pkey primary key (pbx, queue)
);
comment on table queue is 'A line in which callers wait for agents.';

create table raw_event (
    pbx text not null,
    heard_at timestamptz not null,
    seq bigint not null,
    name text not null,
    uniqueid text,
    linkedid text,
    queue text,
    headers json not null,
    constraint raw_event_pkey primary key (pbx, heard_at)
) partition by range (heard_at);
create index raw_event_linkedid_idx on raw_event (linkedid) where linkedid is not null;
comment on table raw_event is 'An AMI message with all its headers, one partition a day (UTC), dropped whole.';
comment on column raw_event.headers is 'In the order they were sent; jsonb would sort them.';
comment on column raw_event.seq is 'Its number in the journal it was heard into.';

create table surprise (
    pbx text not null,
    happened_at timestamptz not null,
    kind text not null,
    subject text not null,
    detail text not null,
    constraint surprise_pkey primary key (pbx, happened_at, kind, subject)
);
comment on table surprise is 'Something the tables of the core do not declare, or a fact that could not be stored.';

create table conversation (
    pbx text not null,
    call_id text not null,
    nth integer not null,
    party text not null,
    other text not null,
    leg_id text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    talk_ms bigint not null,
    hold_ms bigint not null,
    kind text,
    constraint conversation_pkey primary key (pbx, call_id, nth)
);
create index conversation_party_idx on conversation (party, started_at);
comment on table conversation is 'A span in which two parties could hear each other, holds included; talk excludes hold.';

create table parking (
    pbx text not null,
    call_id text not null,
    nth integer not null,
    space text not null,
    parked_by text,
    started_at timestamptz not null,
    ended_at timestamptz,
    ending text,
    retrieved_by text,
    constraint parking_pkey primary key (pbx, call_id, nth)
);
comment on table parking is 'A stay in the parking lot and how it ended.';

create table queue_visit (
    pbx text not null,
    uniqueid text not null,
    queue text not null,
    nth integer not null,
    call_id text not null,
    entered_at timestamptz not null,
    left_at timestamptz,
    answered_at timestamptz,
    ended_at timestamptz,
    position integer,
    outcome text,
    agent text,
    agent_name text,
    credited text,
    wait_ms bigint,
    ring_ms bigint,
    talk_ms bigint,
    hold_ms bigint,
    ended_by text,
    constraint queue_visit_pkey primary key (pbx, uniqueid, queue, nth)
);
create index queue_visit_agent_idx on queue_visit (agent, entered_at);
create index queue_visit_call_idx on queue_visit (pbx, call_id);
create index queue_visit_entered_at_idx on queue_visit (entered_at);
create index queue_visit_queue_idx on queue_visit (queue, entered_at);
comment on table queue_visit is 'One stay of a call in one queue; statistics count these.';

create table recording (
    pbx text not null,
    call_id text not null,
    nth integer not null,
    file text not null,
    leg_id text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    constraint recording_pkey primary key (pbx, call_id, nth)
);
comment on table recording is 'A file with the sound of a call, as the PBX named it.';

create table step (
    pbx text not null,
    call_id text not null,
    nth integer not null,
    happened_at timestamptz not null,
    kind text not null,
    text text not null,
    constraint step_pkey primary key (pbx, call_id, nth)
);
comment on table step is 'One line of a call''s tracking: IVR, digits, queues, rings, answers … in order.';

create table transfer (
    pbx text not null,
    call_id text not null,
    nth integer not null,
    kind text not null,
    passed_by text,
    passed_to text,
    happened_at timestamptz not null,
    is_completed boolean not null,
    constraint transfer_pkey primary key (pbx, call_id, nth)
);
comment on table transfer is 'The customer was passed on: by whom, to what, and did it work.';

create table visible_queue (
    account text not null,
    queue text not null,
    constraint visible_queue_pkey primary key (account, queue),
    constraint visible_queue_account_fkey foreign key(account) references account (name) on delete cascade
);
comment on table visible_queue is 'A queue that an account which does not see all may see.';

create table hold (
    pbx text not null,
    call_id text not null,
    conversation_nth integer not null,
    nth integer not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    constraint hold_pkey primary key (pbx, call_id, conversation_nth, nth)
);
comment on table hold is 'A span of a conversation in which the other party had to wait.';

create table recording_pause (
    pbx text not null,
    call_id text not null,
    recording_nth integer not null,
    nth integer not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    constraint recording_pause_pkey primary key (pbx, call_id, recording_nth, nth)
);
comment on table recording_pause is 'A span of a recording that was muted on purpose.';

create table ring_attempt (
    pbx text not null,
    uniqueid text not null,
    queue text not null,
    visit_nth integer not null,
    nth integer not null,
    agent text not null,
    interface text not null,
    leg_id text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    result text,
    constraint ring_attempt_pkey primary key (pbx, uniqueid, queue, visit_nth, nth)
);
create index ring_attempt_agent_idx on ring_attempt (agent, started_at);
comment on table ring_attempt is 'One ringing of one phone for one queue visit.';

-- What belongs to a call goes with it -------------------------------------------------------------------------------
-- By triggers a statement and not by foreign keys: those would look up the parent of every row that is written, which
-- made storing a call two and a half times as slow. A call is only ever written as a whole, by the recorder.

create function forget_parts() returns trigger language plpgsql as $$
begin
    if not exists (select from gone) then
        return null;
    end if;
    delete from queue_visit p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from conversation p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from hold p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from transfer p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from parking p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from recording p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from recording_pause p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    delete from step p using gone g where p.pbx = g.pbx and p.call_id = g.call_id;
    return null;
end $$;

create trigger forget_parts after delete on call
    referencing old table as gone for each statement execute function forget_parts();

create function forget_all_parts() returns trigger language plpgsql as $$
begin
    truncate queue_visit, conversation, hold, transfer, parking, recording, recording_pause, step;
    return null;
end $$;

create trigger forget_all_parts after truncate on call for each statement execute function forget_all_parts();

create function forget_attempts() returns trigger language plpgsql as $$
begin
    delete from ring_attempt a using gone g
        where a.pbx = g.pbx and a.uniqueid = g.uniqueid and a.queue = g.queue and a.visit_nth = g.nth;
    return null;
end $$;

create trigger forget_attempts after delete on queue_visit
    referencing old table as gone for each statement execute function forget_attempts();

create function forget_all_attempts() returns trigger language plpgsql as $$
begin
    truncate ring_attempt;
    return null;
end $$;

create trigger forget_all_attempts after truncate on queue_visit for each statement execute function forget_all_attempts();

-- Accounts are roles -------------------------------------------------------------------------------------------------
-- Every account is a member of <prefix>_account, by which we know our own, and of the groups whose rights it has.
-- operator and wallboard read nothing here: they see the live board through the feed.

insert into installation (role_prefix) values ('@prefix@');

do $$
declare kind text;
begin
    foreach kind in array array['account', 'operator', 'supervisor', 'billing', 'administrator', 'wallboard'] loop
        if not exists (select from pg_roles where rolname = '@prefix@_' || kind) then
            execute format('create role %I nologin', '@prefix@_' || kind);
        end if;
    end loop;
end $$;

-- Of whoever is logged in; security definer, because an account may not read the tables of accounts.
create function sees_all_queues() returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$ select coalesce((select a.sees_all_queues from account a where a.name = session_user), false) $$;

create function visible_queues() returns text[]
    language sql stable security definer set search_path = public, pg_temp
    as $$ select coalesce(array_agg(v.queue order by v.queue), '{}') from visible_queue v where v.account = session_user $$;

-- The roles of an account, without the prefix. Memberships are public in Postgres, so this shows nothing new.
create function roles_of(account text) returns text[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(substr(groups.rolname, length(i.role_prefix) + 2) order by groups.rolname), '{}')
        from installation i
        join pg_roles members on members.rolname = roles_of.account
        join pg_auth_members m on m.member = members.oid
        join pg_roles groups on groups.oid = m.roleid
        where groups.rolname in (select i.role_prefix || '_' || unnest(
            array['operator', 'supervisor', 'billing', 'administrator', 'wallboard']))
    $$;

create view my_account with (security_barrier) as
    select name, agent, sees_all_queues, visible_queues() as queues, roles_of(name) as roles, version
    from account where name = session_user;

grant select on my_account, alembic_version to "@prefix@_account";

grant select on
    pbx, queue, agent, extension, inbound_line, call, queue_visit, ring_attempt, conversation, hold, transfer, parking,
    recording, recording_pause, step, agent_session, agent_pause, agent_interval, gap
    to "@prefix@_supervisor", "@prefix@_billing", "@prefix@_administrator";
grant select on raw_event, surprise to "@prefix@_supervisor", "@prefix@_administrator";
grant select on account, visible_queue, audit, journal_progress, installation to "@prefix@_administrator";

-- Rows of visible queues only ----------------------------------------------------------------------------------------
-- The sub-selects do not depend on the row, so Postgres asks them once a statement, not once a row.
-- The owner (the daemon) is not bound by these.

alter table queue_visit enable row level security;
alter table ring_attempt enable row level security;
alter table agent_session enable row level security;
alter table agent_pause enable row level security;
alter table raw_event enable row level security;
alter table call enable row level security;
alter table conversation enable row level security;
alter table hold enable row level security;
alter table transfer enable row level security;
alter table parking enable row level security;
alter table recording enable row level security;
alter table recording_pause enable row level security;
alter table step enable row level security;
alter table agent_interval enable row level security;

create policy visible on queue_visit for select
    using ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]));
create policy visible on ring_attempt for select
    using ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]));
create policy visible on agent_session for select
    using ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]));
create policy visible on agent_pause for select
    using ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]));
create policy visible on raw_event for select
    using ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]));
create policy visible on call for select
    using ((select sees_all_queues()) or queues && (select visible_queues()));

-- A part of a call is seen by whoever sees the call; an agent's states by whoever sees one of its sessions.
create policy visible on conversation for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = conversation.pbx and c.call_id = conversation.call_id));
create policy visible on hold for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = hold.pbx and c.call_id = hold.call_id));
create policy visible on transfer for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = transfer.pbx and c.call_id = transfer.call_id));
create policy visible on parking for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = parking.pbx and c.call_id = parking.call_id));
create policy visible on recording for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = recording.pbx and c.call_id = recording.call_id));
create policy visible on recording_pause for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = recording_pause.pbx and c.call_id = recording_pause.call_id));
create policy visible on step for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = step.pbx and c.call_id = step.call_id));
create policy visible on agent_interval for select using ((select sees_all_queues())
    or exists (select from agent_session s where s.pbx = agent_interval.pbx and s.agent = agent_interval.agent));

-- The audit only grows -----------------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql
    as $$ begin raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege'; end $$;

create trigger only_grows before update or delete or truncate on audit
    for each statement execute function refuse_change();
