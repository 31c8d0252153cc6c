-- Callbacks from queues: who left a queue by a key and asked to be called back, and his place in a campaign.

alter table contact add column asked_at timestamptz, add column place_at timestamptz;
comment on column contact.asked_at is 'He asked himself to be called back, then (a callback from a queue). Null: he did not.';
comment on column contact.place_at is 'When he joined the queue that he left: his place among those who wait there.';

create table queue_callback (
    pbx text not null,
    call_id text not null,
    queue text not null,
    number text not null,
    entered_at timestamptz not null,
    asked_at timestamptz not null,
    state text default 'waiting' not null,
    campaign text,
    contact bigint,
    ended_at timestamptz,
    why text default '' not null,
    constraint queue_callback_pkey primary key (pbx, call_id),
    constraint queue_callback_state_check check (state in ('waiting', 'taken', 'ended')),
    constraint queue_callback_ended_check check ((state = 'ended') = (ended_at is not null))
);
create index queue_callback_contact_idx on queue_callback (contact) where state = 'taken';
create index queue_callback_number_idx on queue_callback (number, asked_at);
create index queue_callback_open_idx on queue_callback (pbx, queue, entered_at) where state <> 'ended';
comment on table queue_callback is 'A caller asked by a key to be called back: in which queue, at which number (digits of E.164 without +), with which place (entered_at). waiting: no campaign has it yet; taken: it is that contact''s; ended: why. It is what proves that the call was wanted.';

-- What the dialplan said of it lies among the call's steps; those of other kinds cost nothing here.
create index step_callback_idx on step (happened_at) where kind = 'signal' and text like 'CallbackRequest:%';

grant select on queue_callback to "@prefix@_account";
alter table queue_callback enable row level security;
create policy visible on queue_callback for select using ((select may('dialer.run')));
