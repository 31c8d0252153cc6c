-- What roles may do as rows, enforced by the database; locked accounts; an audit that shows tampering.
-- What the tables mean is said in shared/database/tables/accounts.py.

create table role_right (
    role text not null,
    "right" text not null,
    constraint role_right_pkey primary key (role, "right")
);
comment on table role_right is 'What each role may do; an account may do what any of its roles may.';

insert into role_right (role, "right")
    select 'operator', unnest(array['board.watch', 'callers.see', 'agent.own', 'call.own', 'history.own',
        'recording.own']) union all
    select 'supervisor', unnest(array['board.watch', 'callers.see', 'agent.own', 'agent.others', 'call.own',
        'call.others', 'supervise', 'dialer.run', 'history.own', 'history.all', 'recording.own', 'recording.open',
        'recording.export', 'quality']) union all
    select 'quality', unnest(array['board.watch', 'callers.see', 'history.all', 'recording.open', 'quality'])
        union all
    select 'billing', unnest(array['history.all', 'billing']) union all
    select 'administrator', unnest(array['board.watch', 'callers.see', 'agent.own', 'agent.others', 'call.own',
        'call.others', 'supervise', 'dialer.run', 'history.own', 'history.all', 'recording.own', 'recording.open',
        'recording.export', 'recording.erase', 'quality', 'billing', 'administration']) union all
    select 'wallboard', unnest(array['board.watch']);

do $$
begin
    if not exists (select from pg_roles where rolname = '@prefix@_quality') then
        create role "@prefix@_quality" nologin;
    end if;
end $$;

alter table account
    add column failed_attempts integer default 0 not null,
    add column locked_until timestamptz,
    add column must_change_password boolean default false not null,
    add column last_login_at timestamptz;
comment on column account.failed_attempts is 'Wrong passwords at the feed since the last right one, or since it was locked.';
comment on column account.locked_until is 'Until then the feed lets it in by no password.';
comment on column account.must_change_password is 'Until it has, it has no rights at all: see may().';

-- Who may do what ----------------------------------------------------------------------------------------------------
-- Security definer, because an account may not read these tables; of session_user, which no SET changes.

create or replace function roles_of(account text) returns text[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(substr(groups.rolname, length(i.role_prefix) + 2) order by groups.rolname), '{}')
        from installation i
        join pg_roles members on members.rolname = roles_of.account
        join pg_auth_members m on m.member = members.oid
        join pg_roles groups on groups.oid = m.roleid
        where groups.rolname in (select i.role_prefix || '_' || unnest(
            array['operator', 'supervisor', 'quality', 'billing', 'administrator', 'wallboard']))
    $$;

create function rights_of(roles text[]) returns text[]
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select coalesce(array_agg(distinct r."right" order by r."right"), '{}')
        from role_right r where r.role = any (rights_of.roles)
    $$;

-- In a policy always as (select may('...')): so it is asked once a statement, not once a row.
create function may("right" text) returns boolean
    language sql stable security definer set search_path = public, pg_temp
    as $$
        select may."right" = any (rights_of(roles_of(session_user::text)))
            and exists (select from account a where a.name = session_user and not a.must_change_password)
    $$;

create function my_rights() returns text[]
    language sql stable security definer set search_path = public, pg_temp
    as $$ select rights_of(roles_of(session_user::text)) $$;

create or replace view my_account with (security_barrier) as
    select name, agent, sees_all_queues, visible_queues() as queues, roles_of(name) as roles, version, title,
        my_rights() as rights, must_change_password
    from account where name = session_user;

-- Everybody may ask; the rows are what the account's rights and visible queues say ---------------------------------------

create function set_policy(name text, condition text) returns void language plpgsql as $$
begin
    execute format('drop policy if exists visible on %I', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy visible on %I for select using (%s)', name, condition);
end $$;

revoke select on all tables in schema public
    from "@prefix@_supervisor", "@prefix@_billing", "@prefix@_administrator";
grant select on
    pbx, queue, agent, extension, inbound_line, call, queue_visit, ring_attempt, conversation, hold, transfer, parking,
    recording, recording_pause, step, agent_session, agent_pause, agent_interval, gap, raw_event, surprise, alert_log,
    seat, call_note, call_disposition, call_form, callback,
    account, visible_queue, role_right, audit, installation, journal_progress
    to "@prefix@_account";

do $$
declare
    name text;
    of_a_queue constant text := '(select may(''history.all'')) '
        'and ((select sees_all_queues()) or queue = any ((select visible_queues())::text[]))';
    of_a_call constant text := '(select may(''history.all'')) and ((select sees_all_queues()) '
        'or exists (select from call c where c.pbx = %1$I.pbx and c.call_id = %1$I.call_id))';
begin
    foreach name in array array[
        'queue', 'queue_visit', 'ring_attempt', 'agent_session', 'agent_pause', 'raw_event', 'callback'
    ] loop
        perform set_policy(name, of_a_queue);
    end loop;
    foreach name in array array[
        'conversation', 'hold', 'transfer', 'parking', 'step', 'call_note', 'call_disposition', 'call_form'
    ] loop
        perform set_policy(name, format(of_a_call, name));
    end loop;
    foreach name in array array['recording', 'recording_pause'] loop
        perform set_policy(name, '(select may(''recording.open'')) and ' || format(of_a_call, name));
    end loop;
    foreach name in array array['pbx', 'agent', 'extension', 'inbound_line', 'gap', 'seat'] loop
        perform set_policy(name, '(select may(''history.all''))');
    end loop;
    foreach name in array array[
        'account', 'visible_queue', 'role_right', 'audit', 'installation', 'journal_progress'
    ] loop
        perform set_policy(name, '(select may(''administration''))');
    end loop;
    perform set_policy('call',
        '(select may(''history.all'')) and ((select sees_all_queues()) or queues && (select visible_queues()))');
    perform set_policy('alert_log',
        '(select may(''history.all'')) and ((select sees_all_queues()) or queues <@ (select visible_queues()))');
    perform set_policy('surprise', '(select may(''history.all'')) and (select sees_all_queues())');
    perform set_policy('agent_interval', '(select may(''history.all'')) and ((select sees_all_queues()) '
        'or exists (select from agent_session s where s.pbx = agent_interval.pbx and s.agent = agent_interval.agent))');
end $$;
drop function set_policy(text, text);

-- An audit that shows tampering ----------------------------------------------------------------------------------------
-- Every entry holds the hash of the one before it and of itself. The row of audit_head is what writers wait for each
-- other at: unlike an advisory lock, no account can hold it; it also tells when entries are missing at the end. Who
-- owns the tables could compute the whole chain anew: what audit_check() tells is to be kept elsewhere now and then.

alter table audit add column prev_hash bytea, add column hash bytea;

create table audit_head (
    is_only boolean default true not null,
    id bigint not null,
    hash bytea not null,
    constraint audit_head_pkey primary key (is_only),
    constraint audit_head_one_row_check check (is_only)
);
comment on table audit_head is 'The last entry of the audit; one row.';
comment on table audit is 'Log-ins and administrative acts: who, what, to whom, from where. Only grows, for everybody; hash is of the entry and of prev_hash, that of the entry before it.';

create function audit_hash(prev_hash bytea, entry audit) returns bytea
    language sql immutable set search_path = public, pg_temp
    as $$
        select sha256(prev_hash || convert_to(json_build_array(
            entry.id, (extract(epoch from entry.happened_at) * 1000000)::bigint, entry.account, entry.act, entry.subject,
            entry.detail, entry.origin)::text, 'UTF8'))
    $$;

alter table audit disable trigger only_grows;
do $$
declare
    entry audit;
    last_id bigint := 0;
    last_hash bytea := '\x';
begin
    for entry in select * from audit order by id loop
        update audit set prev_hash = last_hash, hash = audit_hash(last_hash, entry) where id = entry.id
            returning id, hash into last_id, last_hash;
    end loop;
    insert into audit_head (id, hash) values (last_id, last_hash);
end $$;
alter table audit enable trigger only_grows;
alter table audit alter column prev_hash set not null, alter column hash set not null;

create function chain_entry() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    select h.id + 1, h.hash into strict new.id, new.prev_hash from audit_head h for update;
    new.hash := audit_hash(new.prev_hash, new);
    update audit_head set id = new.id, hash = new.hash;
    return new;
end $$;

create trigger chain_entry before insert on audit for each row execute function chain_entry();

create function audit_check(out entries bigint, out first_broken bigint)
    language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    head audit_head;
    last_id bigint;
begin
    if exists (select from account a where a.name = session_user) and not may('administration') then
        raise exception 'the audit is for administrators' using errcode = 'insufficient_privilege';
    end if;
    select * into strict head from audit_head;
    select count(*), coalesce(max(c.id), 0), least(
        min(c.id) filter (where c.prev_hash <> c.hash_before or c.hash <> c.made or c.id > head.id),
        min(c.id) filter (where c.id = head.id and c.hash <> head.hash))
        into entries, last_id, first_broken
        from (select a.id, a.prev_hash, a.hash, lag(a.hash, 1, '\x') over (order by a.id) as hash_before,
                audit_hash(a.prev_hash, a) as made from audit a) c;
    if first_broken is null and last_id < head.id then
        first_broken := last_id + 1;
    end if;
end $$;

create function note_act(act text, subject text, detail text) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from account a where a.name = session_user) then
        raise exception '% is no account', session_user using errcode = 'insufficient_privilege';
    end if;
    -- Who forgets to end the transaction holds up all who write: for a moment only, unless it is meant badly.
    perform set_config('idle_in_transaction_session_timeout', '5s', true);
    insert into audit (account, act, subject, detail, origin) values (
        session_user, fit_entry(act), fit_entry(subject), fit_entry(detail),
        coalesce(host(inet_client_addr()), 'local') || ' (database)');
end $$;

create function fit_entry(entry text) returns text language sql immutable
    as $$ select left(regexp_replace(coalesce(entry, ''), '[[:cntrl:]]', '?', 'g'), 300) $$;

revoke execute on function
    rights_of(text[]), roles_of(text), my_rights(), may(text), audit_hash(bytea, audit), audit_check(),
    note_act(text, text, text), fit_entry(text) from public;
grant execute on function roles_of(text), my_rights(), may(text), audit_check(), note_act(text, text, text)
    to "@prefix@_account";

-- Nobody but the owner makes anything here, not even for a session; where the owner of the tables does not own the
-- database or the schema, these do nothing, and whoever does owns what is allowed.

do $$
begin
    execute format('revoke temporary, create on database %I from public', current_database());
    revoke create on schema public from public;
end $$;
