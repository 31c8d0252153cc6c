-- Alerts that somebody has acknowledged: since the worst level was reached; made worse, they are to be seen anew.
alter table alert_log add column acknowledged_by text, add column acknowledged_at timestamptz;
comment on table alert_log is 'A firing of an alert rule; level is the worst it had, value and threshold are those of that moment. ending: cleared, or stopped (the daemon was, while it lasted). acknowledged_by: the account that looked after it.';
