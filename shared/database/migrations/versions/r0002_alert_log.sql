-- The log of what alert rules have found. What it means is said in shared/database/tables/alerts.py.

create table alert_log (
    pbx text not null,
    alert text not null,
    raised_at timestamptz not null,
    rule text not null,
    title text not null,
    queue text,
    queues text[] default '{}'::text[] not null,
    level text not null,
    measure text not null,
    value double precision,
    threshold double precision,
    worsened_at timestamptz,
    cleared_at timestamptz,
    ending text,
    constraint alert_log_pkey primary key (pbx, alert, raised_at)
);
create index alert_log_raised_at_idx on alert_log (raised_at);
comment on table alert_log is 'A firing of an alert rule; level is the worst it had, value and threshold are those of that moment. ending: cleared, or stopped (the daemon was, while it lasted).';
comment on column alert_log.queues is 'The queues it is about: who may not see all of them does not see the row.';

grant select on alert_log to "@prefix@_supervisor", "@prefix@_billing", "@prefix@_administrator";

alter table alert_log enable row level security;
create policy visible on alert_log for select
    using ((select sees_all_queues()) or queues <@ (select visible_queues()));
