-- The centre's settings that administrators change, each with its date of effect.
-- What it means is said in shared/database/tables/settings.py.

create table setting (
    section text not null,
    since timestamptz not null,
    made_at timestamptz not null,
    value jsonb,
    account text,
    constraint setting_pkey primary key (section, since, made_at)
);
comment on table setting is 'What was said of a section of the settings: its value from since on; null: what was said for that instant is taken back. In force is the latest since, of several the one made last. account null: what the settings file said, since ever. Rows are only added.';

create trigger only_grows before update or delete or truncate on setting
    for each statement execute function refuse_change();

create function setting_at("section" text, at timestamptz) returns jsonb
    language sql stable set search_path = public, pg_temp
    as $$
        select said.value from (
            select distinct on (s.since) s.since, s.value from setting s
            where s.section = setting_at."section" and s.since <= setting_at.at
            order by s.since desc, s.made_at desc
        ) said
        where said.value is not null order by said.since desc limit 1
    $$;
revoke execute on function setting_at(text, timestamptz) from public;

-- Rights: only the daemon writes. Who reads figures knows their thresholds, and what things are called. -------------------

grant select on setting to "@prefix@_account";
grant execute on function setting_at(text, timestamptz) to "@prefix@_account";

alter table setting enable row level security;

create policy visible on setting for select using ((select may('administration'))
    or (section in ('centre', 'queue', 'line', 'pause_reason', 'disposition') and (select may('history.all'))));
