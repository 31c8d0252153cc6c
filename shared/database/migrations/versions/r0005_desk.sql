-- What operators write about calls. What it means is said in shared/database/tables/desk.py.

create table call_note (
    pbx text not null,
    call_id text not null,
    account text not null,
    agent text,
    agent_name text,
    text text not null,
    written_at timestamptz not null,
    stored_at timestamptz not null,
    call_started_at timestamptz not null,
    constraint call_note_pkey primary key (pbx, call_id, account)
);
create index call_note_call_started_at_idx on call_note (call_started_at);
comment on table call_note is 'The latest note of an account about a call. agent: the phone where it sat then; written_at: by its clock.';

create table call_disposition (
    pbx text not null,
    call_id text not null,
    account text not null,
    agent text,
    agent_name text,
    code text not null,
    text text not null,
    written_at timestamptz not null,
    stored_at timestamptz not null,
    call_started_at timestamptz not null,
    constraint call_disposition_pkey primary key (pbx, call_id, account)
);
create index call_disposition_call_started_at_idx on call_disposition (call_started_at);
comment on table call_disposition is 'The operator''s own code for the result of a call; the latest of an account.';

create table call_form (
    pbx text not null,
    call_id text not null,
    account text not null,
    form text not null,
    agent text,
    agent_name text,
    answers jsonb not null,
    written_at timestamptz not null,
    stored_at timestamptz not null,
    call_started_at timestamptz not null,
    constraint call_form_pkey primary key (pbx, call_id, account, form)
);
create index call_form_call_started_at_idx on call_form (call_started_at);
comment on table call_form is 'What was filled in a form, or found in the CRM, about a call: answers by the fields'' names.';

create table callback (
    callback text not null,
    pbx text not null,
    account text not null,
    agent text,
    agent_name text,
    number text not null,
    name text,
    due_at timestamptz not null,
    text text not null,
    queue text,
    call_id text,
    is_own boolean not null,
    planned_at timestamptz not null,
    ended_at timestamptz,
    ended_by text,
    is_done boolean,
    constraint callback_pkey primary key (callback)
);
create index callback_due_at_idx on callback (due_at);
create index callback_open_idx on callback (due_at) where ended_at is null;
comment on table callback is 'A call that is planned, under the client''s key; is_own: by the account itself, else by anybody of the queue. is_done is set with ended_at: made, or given up; ended_by is the account that said so.';

create table absorbed_call (
    pbx text not null,
    absorbed_id text not null,
    call_id text not null,
    call_started_at timestamptz not null,
    constraint absorbed_call_pkey primary key (pbx, absorbed_id)
);
create index absorbed_call_call_started_at_idx on absorbed_call (call_started_at);
comment on table absorbed_call is 'An id that a call had before it turned out to be a part of another: what is said of it is meant for that.';

create table said_key (
    account text not null,
    key text not null,
    said_at timestamptz not null,
    constraint said_key_pkey primary key (account, key)
);
create index said_key_said_at_idx on said_key (said_at);
comment on table said_key is 'A client''s key under which something was said: said again, it changes nothing. Kept for a month.';

-- Rights as of a call's parts: who sees the call sees what was written about it ----------------------------------------

grant select on call_note, call_disposition, call_form, callback
    to "@prefix@_supervisor", "@prefix@_billing", "@prefix@_administrator";

alter table call_note enable row level security;
alter table call_disposition enable row level security;
alter table call_form enable row level security;
alter table callback enable row level security;

create policy visible on call_note for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = call_note.pbx and c.call_id = call_note.call_id));
create policy visible on call_disposition for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = call_disposition.pbx and c.call_id = call_disposition.call_id));
create policy visible on call_form for select using ((select sees_all_queues())
    or exists (select from call c where c.pbx = call_form.pbx and c.call_id = call_form.call_id));
create policy visible on callback for select using ((select sees_all_queues())
    or queue = any ((select visible_queues())::text[]));

-- A customer's calls by the end of the number, however it was written; an extension's own calls by their time ----------

create index call_from_idx on call ("right"(regexp_replace("left"(caller, 64), '[^0-9]', '', 'g'), 6), started_at)
    where direction = 'inbound';
create index call_to_idx on call ("right"(regexp_replace("left"(called, 64), '[^0-9]', '', 'g'), 6), started_at)
    where direction = 'outbound';
drop index call_caller_idx;
create index call_caller_idx on call ("left"(caller, 64), started_at);
drop index call_called_idx;
create index call_called_idx on call ("left"(called, 64), started_at);
