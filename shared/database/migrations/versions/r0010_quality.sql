-- Score cards and what was scored.
-- What it means is said in shared/database/tables/quality.py.

create table score_card (
    card text not null,
    version integer not null,
    title text not null,
    sections jsonb not null,
    is_retired boolean default false not null,
    made_by text default session_user not null,
    made_at timestamptz default now() not null,
    constraint score_card_pkey primary key (card, version),
    constraint score_card_version_check check (version > 0),
    constraint score_card_title_check check (length(title) between 1 and 300)
);
comment on table score_card is 'A card of questions in one of its versions, which are never changed. is_retired: nobody scores by the card from this version on.';

create table score (
    score text not null,
    pbx text not null,
    call_id text not null,
    call_started_at timestamptz not null,
    agent text not null,
    agent_name text,
    card text not null,
    version integer not null,
    answers jsonb not null,
    percent numeric(5, 2) not null,
    failed_by text,
    comment text default '' not null,
    corrects text,
    account text default session_user not null,
    scored_at timestamptz default now() not null,
    constraint score_pkey primary key (score),
    constraint score_of_call_key unique (score, pbx, call_id, agent),
    constraint score_corrects_key unique (corrects),
    constraint score_card_version_fkey foreign key (card, version) references score_card (card, version),
    constraint score_corrects_fkey foreign key (corrects, pbx, call_id, agent)
        references score (score, pbx, call_id, agent),
    constraint score_percent_check check (percent between 0 and 100 and (failed_by is null or percent = 0)),
    constraint score_comment_check check (length(comment) <= 4000)
);
create index score_call_idx on score (pbx, call_id);
create index score_started_idx on score (call_started_at);
comment on table score is 'How well an agent handled a call, by one version of a card; score is a key of the client''s, so that storing it twice is storing it once. answers: by question: 1 and 0 for yes and no, 1 … of a scale, null: not applicable. failed_by: the question that failed it at once. corrects: the score in whose place this one is.';

-- Rights: rows are only added; who wrote one and when is not the writer's to say. That a score corrects one of the same
-- call and agent is a key's business: a policy may not ask its own table. -----------------------------------------------

grant select on score_card, score to "@prefix@_account";
grant insert (card, version, title, sections, is_retired) on score_card to "@prefix@_account";
grant insert (score, pbx, call_id, call_started_at, agent, agent_name, card, version, answers, percent, failed_by,
    comment, corrects) on score to "@prefix@_account";

alter table score_card enable row level security;
alter table score enable row level security;

create policy visible on score_card for select using ((select may('quality')) or (select may('administration')));
create policy own on score_card for insert with check (made_by = session_user
    and ((select may('quality')) or (select may('administration'))));
create policy visible on score for select using ((select may('quality')) and (select may('history.all'))
    and ((select sees_all_queues())
    or (select true from call c where c.pbx = score.pbx and c.call_id = score.call_id)));
create policy own on score for insert with check (account = session_user and (select may('quality'))
    and exists (select from call c where c.pbx = score.pbx and c.call_id = score.call_id
    and c.started_at = score.call_started_at and score.agent = any (c.agents)));
