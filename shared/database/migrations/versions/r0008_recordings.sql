-- Files of recordings: where, how large, which call, how long kept; marks in them; what was erased.
-- What it means is said in shared/database/tables/sound.py.

create table recording_file (
    pbx text not null,
    file text not null,
    call_id text,
    linked_by text,
    recorded_as text,
    recorded_at timestamptz not null,
    bytes bigint,
    length_ms bigint,
    format text,
    channels integer,
    sha256 bytea,
    changed_at timestamptz,
    found_at timestamptz,
    missing_at timestamptz,
    is_held boolean default false not null,
    held_by text,
    held_why text,
    held_at timestamptz,
    keep_until timestamptz,
    moved_at timestamptz,
    trouble text,
    erased_at timestamptz,
    erased_by text,
    erased_why text,
    is_encrypted boolean default false not null,
    constraint recording_file_pkey primary key (pbx, file)
);
create index recording_file_call_idx on recording_file (pbx, call_id);
create index recording_file_recorded_as_idx on recording_file using hash (recorded_as);
create index recording_file_sha256_idx on recording_file (sha256);
create index recording_file_unread_idx on recording_file (pbx, file)
    where sha256 is null and missing_at is null and erased_at is null;
create index recording_file_orphan_idx on recording_file (found_at)
    where call_id is null and missing_at is null and erased_at is null;
create index recording_file_missing_idx on recording_file (missing_at)
    where missing_at is not null and erased_at is null;
comment on table recording_file is 'A file of sound by the PBX''s name for it. call_id: null for an orphan; linked_by: name, id, sum. recorded_as: what the PBX called it where it lies under another name now. missing_at: told of, but not there. is_held: kept whatever the retention says. trouble: why it could not be read, moved or deleted.';

create table recording_marker (
    pbx text not null,
    file text not null,
    marker text not null,
    call_id text not null,
    account text not null,
    at_ms bigint not null,
    text text not null,
    made_at timestamptz not null,
    constraint recording_marker_pkey primary key (pbx, file, marker)
);
create index recording_marker_call_idx on recording_marker (pbx, call_id);
comment on table recording_marker is 'A mark that an account set in a recording, so many milliseconds from its beginning; marker is a key of the client''s.';

create table erasure (
    id bigint generated always as identity,
    erased_at timestamptz not null,
    account text not null,
    kind text not null,
    subject text not null,
    why text not null,
    calls integer not null,
    files integer not null,
    bytes bigint not null,
    rows jsonb not null,
    left_over jsonb not null,
    constraint erasure_pkey primary key (id)
);
create index erasure_erased_at_idx on erasure (erased_at);
comment on table erasure is 'What was erased, by whom and why: recording, retention, subject. rows: how many of each table; left_over: what could not be erased and when it will go. Never what was erased itself.';

create index recording_file_name_idx on recording using hash (file);

-- Rights: who sees the call and may hear recordings sees its files; an orphan is seen by who sees all queues ------------

grant select on recording_file, recording_marker, erasure to "@prefix@_account";
grant insert, delete, update (at_ms, text) on recording_marker to "@prefix@_account";

alter table recording_file enable row level security;
alter table recording_marker enable row level security;
alter table erasure enable row level security;

create policy visible on recording_file for select using ((select may('recording.open'))
    and (select may('history.all')) and ((select sees_all_queues()) or exists (select from call c
    where c.pbx = recording_file.pbx and c.call_id = recording_file.call_id)));
create policy visible on recording_marker for select using ((select may('recording.open'))
    and (select may('history.all')) and ((select sees_all_queues()) or exists (select from call c
    where c.pbx = recording_marker.pbx and c.call_id = recording_marker.call_id)));
create policy own on recording_marker for insert with check (account = session_user
    and (select may('recording.open')) and length(text) <= 2000 and exists (select from call c
    where c.pbx = recording_marker.pbx and c.call_id = recording_marker.call_id));
create policy changed on recording_marker for update
    using (account = session_user and (select may('recording.open')))
    with check (account = session_user and length(text) <= 2000);
create policy removed on recording_marker for delete
    using (account = session_user and (select may('recording.open')));
create policy visible on erasure for select using ((select may('recording.erase')) and (select sees_all_queues()));
