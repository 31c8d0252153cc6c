-- Running calls on credit show the number.

alter table reservation add column number text;
comment on table reservation is 'What is set aside of an account''s credit for a call that goes on (exact units), for so long from its answer; renewed with each grant, by this version of the price list. number: as it is rated, until the call ends. ended_at: settled or given back.';
