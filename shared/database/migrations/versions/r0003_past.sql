-- What brings the past back. What it means is said in shared/database/tables/past.py. Nobody but the daemon reads it.

create table core_state (
    pbx text not null,
    taken_at timestamptz not null,
    version integer not null,
    journal_id text not null,
    seq bigint not null,
    state bytea not null,
    constraint core_state_pkey primary key (pbx, taken_at)
);
alter table core_state alter column state set storage external;
comment on table core_state is 'All that the daemon knew of a PBX after everything heard up to taken_at (entry seq of the journal); zstd-compressed, readable by programs of the same version of it. Kept as long as raw events.';

create table link_mark (
    pbx text not null,
    happened_at timestamptz not null,
    is_made boolean not null,
    banner text,
    constraint link_mark_pkey primary key (pbx, happened_at, is_made)
);
comment on table link_mark is 'A connection to the PBX was made (banner: how it introduced itself) or lost; with the raw events it is all that the daemon heard. Kept as long as they.';
