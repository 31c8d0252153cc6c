-- Own reports, dashboards, reports that are due, and what the nightly proof found.

create table own_report (
    account text not null,
    name text not null,
    definition jsonb not null,
    is_shared boolean default false not null,
    shared_with text[] default '{}'::text[] not null,
    changed_at timestamptz default now() not null,
    constraint own_report_pkey primary key (account, name),
    constraint own_report_account_fkey foreign key(account) references account (name) on delete cascade,
    constraint own_report_name_check check (length(name) between 1 and 100)
);
comment on table own_report is 'A report that somebody put together, under a name. Each account writes its own; shared ones are read by whoever has one of the roles (none named: by everybody who may see statistics).';

create table dashboard_panel (
    account text not null,
    dashboard text not null,
    place integer not null,
    panel jsonb not null,
    constraint dashboard_panel_pkey primary key (account, dashboard, place),
    constraint dashboard_panel_account_fkey foreign key(account) references account (name) on delete cascade,
    constraint dashboard_panel_place_check check (place between 0 and 99)
);
comment on table dashboard_panel is 'Panels of an account''s dashboards, in their places.';

create table report_schedule (
    schedule text not null,
    account text default session_user not null,
    name text not null,
    report jsonb not null,
    every text not null,
    day integer default 1 not null,
    minute integer not null,
    formats text[] not null,
    mail_to text[] default '{}'::text[] not null,
    folder text default '' not null,
    is_on boolean default true not null,
    changed_at timestamptz default now() not null,
    constraint report_schedule_pkey primary key (schedule),
    constraint report_schedule_account_fkey foreign key(account) references account (name) on delete cascade,
    constraint report_schedule_name_check check (length(name) between 1 and 100),
    constraint report_schedule_every_check check (every in ('day', 'week', 'month') and day between 1 and 31),
    constraint report_schedule_minute_check check (minute between 0 and 1439),
    constraint report_schedule_formats_check check (formats <@ '{csv,xlsx,pdf}'::text[] and formats <> '{}'),
    constraint report_schedule_folder_check check (folder !~ '[\\/:]|^\.')
);
comment on table report_schedule is 'A report that the daemon makes each day, week (day: 1 is Monday) or month (day; the last where the month is shorter) at a minute of the day in the centre''s zone, and sends by mail or lays into a folder under the settings'' one. The account sees in it what it may see itself.';

create table report_run (
    schedule text not null,
    due_at timestamptz not null,
    tries integer default 1 not null,
    ended_at timestamptz,
    outcome text,
    detail text default '' not null,
    constraint report_run_pkey primary key (schedule, due_at),
    constraint report_run_schedule_fkey foreign key(schedule) references report_schedule (schedule) on delete cascade,
    constraint report_run_outcome_check check (outcome in ('sent', 'failed', 'skipped'))
);
comment on table report_run is 'What came of each time a report was due; the daemon''s own.';

create table nightly_proof (
    day date not null,
    pbx text not null,
    kind text not null,
    checked bigint not null,
    differing bigint not null,
    explained bigint default 0 not null,
    detail jsonb default '[]'::jsonb not null,
    made_at timestamptz default now() not null,
    constraint nightly_proof_pkey primary key (day, pbx, kind),
    constraint nightly_proof_kind_check check (kind in ('conservation', 'rollups', 'queue_log'))
);
comment on table nightly_proof is 'Whether a day''s figures held: offered is answered + abandoned + went elsewhere + open; sums are those of the visits; visits are those of queue_log. detail: the first differences.';

grant select on report_run, nightly_proof to "@prefix@_account";
grant select, insert, update, delete on own_report, dashboard_panel, report_schedule to "@prefix@_account";

alter table own_report enable row level security;
alter table dashboard_panel enable row level security;
alter table report_schedule enable row level security;
alter table report_run enable row level security;
alter table nightly_proof enable row level security;

create policy own on own_report using (account = session_user and (select may('history.all')))
    with check (account = session_user and (select may('history.all')));
create policy shared on own_report for select using (is_shared and (select may('history.all'))
    and (shared_with = '{}' or shared_with && (select roles_of(session_user::text))));
create policy own on dashboard_panel using (account = session_user and (select may('history.all')))
    with check (account = session_user and (select may('history.all')));
create policy own on report_schedule using (account = session_user and (select may('history.all')))
    with check (account = session_user and (select may('history.all')));
create policy administration on report_schedule for select using ((select may('administration')));
create policy visible on report_run for select using (
    (select true from report_schedule s where s.schedule = report_run.schedule));
create policy visible on nightly_proof for select using ((select may('history.all')) and (select sees_all_queues()));
