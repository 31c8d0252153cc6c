-- Which daemon leads: of several on the same PBX the one that stores.
create table leadership (
    pbx text not null,
    term bigint not null,
    holder text not null,
    since timestamptz not null,
    journal_id text,
    constraint leadership_pkey primary key (pbx)
);
comment on table leadership is 'Which daemon led the PBX last, since when; term grows with each new leader, and an older one may not write any more. journal_id: the journal that its facts come from.';
