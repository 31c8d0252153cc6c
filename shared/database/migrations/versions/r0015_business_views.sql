-- Views for Excel, Power BI and Grafana, through an account's own role: seconds instead of milliseconds, local times
-- beside the instants, names beside the numbers. They give nobody more than the tables do: each is read with the rights of
-- who asks. Postgres 14 has no such views, so there they are not made.
--
-- What their columns mean is promised: changed ones get another name. Described in collector_daemon/VIEWS.md.

do $views$
begin
    if current_setting('server_version_num')::integer < 150000 then
        raise notice 'views for reporting need Postgres 15: not made';
        return;
    end if;

    execute 'create schema reporting';
    execute 'comment on schema reporting is ''Views for reports of one''''s own, each with the rights of who asks.''';
    execute 'grant usage on schema reporting to "@prefix@_account"';

    execute $sql$
    create view reporting.call with (security_invoker = true) as select
        c.pbx, c.call_id, c.started_at, c.started_at at time zone sums_zone() as started_local, c.answered_at, c.ended_at,
        c.direction, c.line, c.caller, c.caller_name, c.called, c.outcome, c.ended_by, c.queues, c.agents,
        c.wait_ms / 1000.0 as wait_seconds, c.talk_ms / 1000.0 as talk_seconds, c.hold_ms / 1000.0 as hold_seconds,
        c.length_ms / 1000.0 as length_seconds, c.attempts as rings, c.is_transferred, c.is_consulted, c.is_parked,
        c.recording_count as recordings, c.is_in_gap, c.origin = 'queue_log' as is_imported
    from call c
    $sql$;

    execute $sql$
    create view reporting.queue_visit with (security_invoker = true) as select
        v.pbx, v.queue, v.call_id, v.uniqueid, v.nth, v.entered_at, v.entered_at at time zone sums_zone() as entered_local,
        v.left_at, v.answered_at, v.ended_at, coalesce(v.outcome, 'open') as outcome, v.agent,
        coalesce(v.agent_name, a.name) as agent_name, v.position as entered_as, v.wait_ms / 1000.0 as wait_seconds,
        v.ring_ms / 1000.0 as ring_seconds, v.talk_ms / 1000.0 as talk_seconds, v.hold_ms / 1000.0 as hold_seconds,
        v.ended_by
    from queue_visit v left join agent a on a.pbx = v.pbx and a.agent = v.agent
    $sql$;

    execute $sql$
    create view reporting.ring with (security_invoker = true) as select
        r.pbx, r.queue, r.uniqueid, r.visit_nth, r.nth, r.agent, a.name as agent_name, r.started_at,
        r.started_at at time zone sums_zone() as started_local, r.ended_at, r.result,
        extract(epoch from r.ended_at - r.started_at) as ring_seconds
    from ring_attempt r left join agent a on a.pbx = r.pbx and a.agent = r.agent
    $sql$;

    execute $sql$
    create view reporting.transfer with (security_invoker = true) as select
        t.pbx, t.call_id, t.nth, t.kind, t.passed_by, t.passed_to, t.happened_at,
        t.happened_at at time zone sums_zone() as happened_local, t.is_completed
    from transfer t
    $sql$;

    execute $sql$
    create view reporting.disposition with (security_invoker = true) as select
        d.pbx, d.call_id, d.call_started_at, d.account, d.agent, d.agent_name, d.code, d.text, d.written_at
    from call_disposition d
    $sql$;

    execute $sql$
    create view reporting.agent_state with (security_invoker = true) as select
        i.pbx, i.agent, a.name as agent_name, i.state, i.reason, i.started_at,
        i.started_at at time zone sums_zone() as started_local, i.ended_at,
        extract(epoch from i.ended_at - i.started_at) as seconds
    from agent_interval i left join agent a on a.pbx = i.pbx and a.agent = i.agent
    $sql$;

    execute $sql$
    create view reporting.agent_session with (security_invoker = true) as select
        s.pbx, s.queue, s.agent, coalesce(a.name, s.name) as agent_name, s.started_at,
        s.started_at at time zone sums_zone() as started_local, s.ended_at,
        extract(epoch from s.ended_at - s.started_at) as seconds, s.is_start_known
    from agent_session s left join agent a on a.pbx = s.pbx and a.agent = s.agent
    $sql$;

    execute $sql$
    create view reporting.gap with (security_invoker = true) as select
        g.pbx, g.started_at, g.started_at at time zone sums_zone() as started_local, g.ended_at, g.cause
    from gap g
    $sql$;

    execute $sql$
    create view reporting.queue_day with (security_invoker = true) as select
        s.pbx, s.queue, (s.starts_at at time zone sums_zone())::date as day, s.offered, s.answered, s.abandoned,
        s.out_timeout + s.out_key + s.out_join_empty + s.out_leave_empty + s.out_full + s.out_transferred as flowed_out,
        s.lost, s.waiting, s.answered_in_20, s.abandoned_in_5, s.answered_wait_ms / 1000.0 as answered_wait_seconds,
        s.abandoned_wait_ms / 1000.0 as abandoned_wait_seconds, s.talk_ms / 1000.0 as talk_seconds,
        s.hold_ms / 1000.0 as hold_seconds
    from visit_sum s where s.span = 'day'
    $sql$;

    execute $sql$
    create view reporting.queue_quarter with (security_invoker = true) as select
        s.pbx, s.queue, s.starts_at, s.starts_at at time zone sums_zone() as starts_local, s.offered, s.answered, s.abandoned,
        s.out_timeout + s.out_key + s.out_join_empty + s.out_leave_empty + s.out_full + s.out_transferred as flowed_out,
        s.lost, s.waiting, s.answered_in_20, s.abandoned_in_5, s.answered_wait_ms / 1000.0 as answered_wait_seconds,
        s.abandoned_wait_ms / 1000.0 as abandoned_wait_seconds, s.talk_ms / 1000.0 as talk_seconds,
        s.hold_ms / 1000.0 as hold_seconds
    from visit_sum s where s.span = 'quarter'
    $sql$;

    execute $sql$
    create view reporting.agent_day with (security_invoker = true) as select
        s.pbx, s.agent, a.name as agent_name, (s.starts_at at time zone sums_zone())::date as day, s.state, s.reason, s.spells,
        s.spent_ms / 1000.0 as seconds
    from agent_time_sum s left join agent a on a.pbx = s.pbx and a.agent = s.agent where s.span = 'day'
    $sql$;

    execute 'grant select on all tables in schema reporting to "@prefix@_account"';
end $views$;
