-- What operators can: skills and languages.
alter table account
    add column skills jsonb default '{}'::jsonb not null,
    add column languages text[] default '{}'::text[] not null;
comment on table account is 'A person or program that logs in: the role of this name. agent is its extension, title what the person is called; skills (name: level 1 to 10) and languages are for who gets whose call; version grows with every change that must end older sessions.';

-- Who works in which campaign: kept, so that a restart of the daemon sends nobody away.
create table campaign_worker (
    pbx text not null,
    extension text not null,
    campaign text,
    account text not null,
    since timestamptz not null,
    by text not null,
    constraint campaign_worker_pkey primary key (pbx, extension),
    constraint campaign_worker_campaign_fkey foreign key(campaign) references campaign (campaign) on delete cascade
);
comment on table campaign_worker is 'Who works in a campaign now, at which phone, since when; by: who put him there. campaign null: in every one in which he may.';
