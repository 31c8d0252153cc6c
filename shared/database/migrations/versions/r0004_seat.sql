-- Who sits where, and what people are called. What it means is said in shared/database/tables/seats.py and accounts.py.

create table seat (
    account text not null,
    taken_at timestamptz not null,
    pbx text not null,
    extension text not null,
    left_at timestamptz,
    cause text,
    constraint seat_pkey primary key (account, taken_at)
);
create unique index seat_open_account_idx on seat (account) where left_at is null;
create unique index seat_open_extension_idx on seat (pbx, extension) where left_at is null;
create index seat_extension_idx on seat (pbx, extension, taken_at);
comment on table seat is 'An account at a phone, from taking the seat to leaving it (left_at null: it still sits there). cause: left, moved (to another seat), taken_over (somebody else sat down where nobody was any more), closing.';

alter table account add column title text;
comment on table account is 'A person or program that logs in: the role of this name. agent is its extension, title what the person is called; version grows with every change that must end older sessions.';

create or replace view my_account with (security_barrier) as
    select name, agent, sees_all_queues, visible_queues() as queues, roles_of(name) as roles, version, title
    from account where name = session_user;

grant select on seat to "@prefix@_supervisor", "@prefix@_billing", "@prefix@_administrator";
