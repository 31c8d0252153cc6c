-- A row in every table of revision 0025.
create table raw_event_20260105 partition of raw_event for values from ('2026-01-05 00:00Z') to ('2026-01-06 00:00Z');
insert into pbx values ('main', '2026-01-05 08:00Z');
insert into queue values ('main', 'support', '2026-01-05 08:00Z');
insert into agent values ('main', '1001', 'Eva', '2026-01-05 08:00Z', '2026-01-05 08:00Z');
insert into extension values ('main', '1001', '2026-01-05 08:00Z');
insert into inbound_line values ('main', '420222111001', '2026-01-05 08:00Z');
insert into call values ('main', '1.1', 'inbound', '2026-01-05 08:00Z', '420222111001', '420777000014', 'Žofie', '420222111001',
    '2026-01-05 08:00:05Z', '2026-01-05 08:01Z', 'answered', 'caller', false, '{support}');
insert into queue_visit values ('main', '1.1', 'support', 0, '1.1', '2026-01-05 08:00Z', '2026-01-05 08:00:05Z',
    '2026-01-05 08:00:05Z', '2026-01-05 08:01Z', 1, 'answered', '1001', 'Eva', null, 5000, 1000, 55000, 0, 'caller');
insert into ring_attempt values ('main', '1.1', 'support', 0, 0, '1001', 'PJSIP/1001', '1.2', '2026-01-05 08:00:04Z',
    '2026-01-05 08:00:05Z', 'answered');
insert into conversation values ('main', '1.1', 0, '1001', 'caller', '1.2', '2026-01-05 08:00:05Z', '2026-01-05 08:01Z', 55000, 0, null);
insert into hold values ('main', '1.1', 0, 0, '2026-01-05 08:00:10Z', '2026-01-05 08:00:11Z');
insert into transfer values ('main', '1.1', 0, 'blind', '1001', '1005', '2026-01-05 08:00:30Z', true);
insert into parking values ('main', '1.1', 0, '701', '1001', '2026-01-05 08:00:31Z', '2026-01-05 08:00:40Z', 'retrieved', '1005');
insert into recording values ('main', '1.1', 0, '/var/spool/1.wav', '1.1', '2026-01-05 08:00:05Z', '2026-01-05 08:01Z');
insert into recording_pause values ('main', '1.1', 0, 0, '2026-01-05 08:00:20Z', '2026-01-05 08:00:25Z');
insert into step values ('main', '1.1', 0, '2026-01-05 08:00Z', 'queue', 'support');
insert into agent_session values ('main', '1001', 'support', '2026-01-05 07:00Z', null, 'PJSIP/1001', 'Eva', 0, true);
insert into agent_pause values ('main', '1001', 'support', '2026-01-05 09:00Z', '2026-01-05 09:10Z', 'lunch', true);
insert into agent_interval values ('main', '1001', '2026-01-05 07:00Z', '2026-01-05 08:00Z', 'ready', '');
insert into raw_event values ('main', '2026-01-05 08:00Z', 1, 'QueueCallerJoin', '1.1', '1.1', 'support', '{"Event": "QueueCallerJoin"}');
insert into gap values ('main', '2026-01-05 10:00Z', '2026-01-05 10:01Z', 'connection');
insert into surprise values ('main', '2026-01-05 10:00Z', 'undeclared', '1.1', '');
insert into journal_progress values ('abc', 'main', 1);
insert into account values ('eva', '1001', false, '2026-01-05 07:00Z', 0);
insert into visible_queue values ('eva', 'support');
insert into audit (account, act, subject, detail, origin) values ('eva', 'logged in', 'eva', '', '127.0.0.1');

insert into alert_log values
    ('main', 'long_wait sales', now(), 'long_wait', 'Long wait', 'sales', '{sales}', 'bad', 'longest_wait', 121, 120,
     now(), null, null);
insert into core_state values ('main', '2026-01-05 08:00Z', 1, 'a journal', 7, '\x00');
insert into link_mark values ('main', '2026-01-05 08:00Z', true, 'Asterisk Call Manager/9.0.0'), ('main', '2026-01-05 09:00Z', false, null);
insert into seat values ('eva', '2026-01-05 07:00Z', 'main', '1001', '2026-01-05 09:00Z', 'left'), ('eva', '2026-01-05 09:00Z', 'main', '1001', null, null);
insert into call_note values ('main', '1.1', 'eva', '1001', 'Eva Nováková', 'Volá kvůli faktuře.', now(), now(), '2026-01-05 08:00Z');
insert into call_disposition values ('main', '1.1', 'eva', '1001', 'Eva Nováková', 'order', '', now(), now(), '2026-01-05 08:00Z');
insert into call_form values ('main', '1.1', 'eva', 'complaint', '1001', 'Eva Nováková', '{"Číslo": "7"}', now(), now(), '2026-01-05 08:00Z');
insert into callback values ('0123456789abcdef', 'main', 'eva', '1001', 'Eva Nováková', '777000014', 'Žofie', now(), '', 'support', '1.1', true,
    now(), null, null, null);
insert into absorbed_call values ('main', '1.3', '1.1', '2026-01-05 08:00Z');
insert into said_key values ('eva', '0123456789abcdef', now());
insert into saved_search values ('eva', 'Long waits', '{"terms": []}', '{started_at}', true, '{supervisor}', now());
insert into recording_file (pbx, file, call_id, recorded_at, bytes, found_at) values
    ('main', '/var/spool/1.wav', '1.1', '2026-01-05 08:00Z', 44, now());
insert into recording_marker values ('main', '/var/spool/1.wav', '0123456789abcdef', '1.1', 'eva', 1500, 'Tady', now());
insert into erasure (erased_at, account, kind, subject, why, calls, files, bytes, rows, left_over) values
    (now(), 'eva', 'subject', '…014', 'asked for', 1, 1, 44, '{"call": 1}', '[]');
insert into call_bits values ('2026-01-05', 'all', '', '{1}');
insert into score_card (card, version, title, sections, made_by) values ('0123', 1, 'Podpora', '[]', 'eva');
insert into score (score, pbx, call_id, call_started_at, agent, agent_name, card, version, answers, percent, account) values
    ('4567', 'main', '1.1', '2026-01-05 08:00Z', '1001', 'Eva', '0123', 1, '{"greeting": 1}', 100, 'eva');
insert into setting values ('centre', '1970-01-01Z', now(), '{"service_level_seconds": 20}', null),
    ('centre', '2026-01-05 08:00Z', '2026-01-05 07:00Z', '{"service_level_seconds": 30}', 'eva');
insert into own_report values ('eva', 'Monday', '{"rows": ["queue"]}', true, '{supervisor}', now());
insert into dashboard_panel values ('eva', 'Morning', 0, '{"report": "queues"}');
insert into report_schedule (schedule, account, name, report, every, day, minute, formats, mail_to) values
    ('89ab', 'eva', 'Weekly', '{"report": "queues"}', 'week', 1, 420, '{pdf,xlsx}', '{eva@example.com}');
insert into report_run values ('89ab', '2026-01-12 06:00Z', 1, '2026-01-12 06:00:03Z', 'sent', '2 files');
insert into nightly_proof (day, pbx, kind, checked, differing) values ('2026-01-05', 'main', 'rollups', 12, 0);
insert into billing_account (account, title, kind, tariff, currency, business) values
    ('acme', 'Žluťoučká s.r.o.', 'post', 'basic', 'CZK', '{"name": "Žluťoučká s.r.o."}'),
    ('eva', 'Eva', 'pre', 'basic', 'CZK', '{"name": "Eva"}');
insert into billing_owns (kind, value, since, account) values ('line', '420222111001', '2026-01-01Z', 'acme');
insert into tariff (tariff, title, currency, zone) values ('basic', 'Basic', 'CZK', 'Europe/Prague');
insert into tariff_version (tariff, version, valid_from, content, made_by) values ('basic', 1, '2026-01-01', '{}', 'eva');
insert into billing_subscription (account, fee, since) values ('acme', 'line', '2026-01-01');
insert into rating_due (pbx, call_id) values ('main', '1.2');
insert into billing_period (account, first_day, last_day, until, closed_at, closed_by, calls, exact, draft, invoice)
    values ('acme', '2026-01-01', '2026-01-31', '2026-01-31 23:00Z', '2026-02-01 08:00Z', 'eva', 1, 60000000000,
    '{}', '2026000001');
insert into rated_call (pbx, call_id, state, account, direction, line, answered_at, ended_at, tariff, version, prefix,
    destination, billed_ms, exact, trace, period) values ('main', '1.1', 'rated', 'acme', 'inbound', '420222111001',
    '2026-01-05 08:00:05Z', '2026-01-05 08:01Z', 'basic', 1, '420', 'Česko', 60000, 60000000000, '{}', 1);
insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why)
    values ('main', '1.1', '2026-02-02 08:00Z', 'acme', 1, 60000000000, 120000000000, 'stored again');
insert into number_series values ('2026', 2);
insert into invoice (number, series, serial, kind, account, period, issued_on, due_on, currency, total, content, made_by)
    values ('2026000001', '2026', 1, 'invoice', 'acme', 1, '2026-02-01', '2026-02-15', 'CZK', 1.21, '{}', 'eva');
insert into payment (key, account, invoice, paid_on, amount, made_by)
    values ('0123456789abcdef', 'acme', '2026000001', '2026-02-10', 1.21, 'eva');
insert into invoice_delivery (invoice, way, asked_at) values ('2026000001', 'mail', '2026-02-01 08:00Z');
insert into ledger_entry (key, kind, account, made_by) values ('0123456789abcdef', 'top_up', 'eva', 'eva');
insert into ledger_leg values (1, 0, 'credit', 'eva', 500), (1, 1, 'money', 'eva', -500);
insert into reservation (key, account, pbx, call_id, exact, granted_ms, opened_at, renewed_at, number)
    values ('main 1.9', 'eva', 'main', '1.9', 60000000000, 60000, '2026-02-01 08:00Z', '2026-02-01 08:00Z',
    '+420777123001');
insert into closed_span values ('day', '2026-01-05 00:00Z', '2026-01-06 00:00Z');
insert into ring_sum values ('day', '2026-01-05 00:00Z', 'main', 'support', 'answered', 1e8);
insert into agent_sum (span, starts_at, pbx, agent, handled) values ('day', '2026-01-05 00:00Z', 'main', '1001', 1);
insert into outgoing_sum (span, starts_at, pbx, caller, queues_key, queues, calls)
    values ('day', '2026-01-05 00:00Z', 'main', '1001', '', '{}', 1);
insert into disposition_sum values ('day', '2026-01-05 00:00Z', 'main', 'order', '1001', '', '{}', 1, '2026-01-05 08:10Z');
insert into caller_sum values ('890567024', '2026-01-01 00:00Z', 'main', 1, 1, '2026-01-05 08:00Z', '2026-01-05 08:00Z',
    '420765098');
insert into caller_list values ('2026-01-01 00:00Z', 'main', '', '', '{support}', '{890567024}', '{5}');
insert into week_sum (span, starts_at, pbx, slot, offered) values ('day', '2026-01-05 00:00Z', 'main', 8, 1);
insert into owed_fee values ('eva', 'line', '2026-01-01', '2026-01-01', 99.00, '2026-01-01 00:00Z');
insert into settling_due values ('main', '1.9');
insert into campaign values ('spring', 'main', 'Jarní nabídka', 'sales', '{"campaign": "spring"}', 1, 'running', '2026-01-05 08:00Z', 'eva', '',
    '2026-01-05 08:00Z', 'eva');
insert into contact_list (campaign, name, source, hash, imported_at, by, lines, taken) values
    ('spring', 'klienti.csv', 'file', 'abc', '2026-01-05 08:00Z', 'eva', 1, 1);
insert into contact (campaign, list, external, name, fields) values ('spring', 1, 'K-1', 'Žofie', '{"Město": "Plzeň"}');
insert into contact_number values (1, 0, 'spring', '420777000014', 'mobil');
insert into attempt (pbx, campaign, contact, list, number, mode, placed_at) values
    ('main', 'spring', 1, 1, '420777000014', 'progressive', '2026-01-05 08:05Z');
insert into assignment values (1, 0, '2026-01-05 08:05:10Z', 'eva', '1001', 'longest idle');
insert into pacing_decision (campaign, decided_at, chosen, content) values ('spring', '2026-01-05 08:05Z', 1, '{}');
insert into consent (number, is_given, given_at, how, by) values ('420777000014', true, '2026-01-04 08:00Z', 'web', 'eva');
insert into do_not_call (list, scope, number, is_on, by) values ('centre', 'centre', '420777000015', true, 'eva');
insert into crm_outbox (campaign, contact, key, content, next_at, made_at) values
    ('spring', 1, 'attempt 1', '{}', '2026-01-05 08:06Z', '2026-01-05 08:06Z');
insert into queue_callback values ('main', '1.1', 'support', '420777000014', '2026-01-05 08:00Z', '2026-01-05 08:01Z');
insert into campaign_worker values ('main', '1001', 'spring', 'eva', '2026-01-05 08:00Z', 'eva');
insert into leadership values ('main', 2, 'daemon1 (process 4711)', '2026-01-05 08:00Z', 'abc');
