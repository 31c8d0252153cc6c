-- Whose calls are: account codes and campaigns; outside legs, purchase prices, fees and corrections of credit.

alter table call add column account_code text;
alter table call add column campaign text;
alter table call add column outside_legs jsonb;
comment on column call.account_code is 'The account code of the leg that placed the call (of an inbound one: the customer''s), as the PBX said it last.';
comment on column call.campaign is 'The dialer''s campaign that made the call.';
comment on column call.outside_legs is 'Answered legs to numbers outside beside the customer''s own: shared.domain.calls.OutsideLeg. Null: none.';

alter table billing_account add column closed_at timestamp with time zone;
update billing_account set closed_at = changed_at where not is_open;
comment on table billing_account is 'Who pays: a company, department or person; kind post: by invoice, pre: from credit. is_masked: called numbers are not whole on the list of calls. tariff null: its calls stay unrated. Not is_open: from closed_at on it owns no calls and gets no credit.';

alter table tariff add column is_purchase boolean default false not null;
create unique index tariff_purchase_idx on tariff (currency) where is_purchase;
comment on table tariff is 'A price list; what it says is in its versions. is_purchase: what we pay the carrier, one list a currency.';

alter table rated_call add column account_code text;
alter table rated_call add column campaign text;
alter table rated_call add column part_of text;
alter table rated_call add column nth integer default 0 not null;
alter table rated_call add column returned_by text;
alter table rated_call add column purchase_version integer;
alter table rated_call add column purchase bigint;
alter table rated_call drop constraint rated_call_pkey;
alter table rated_call add constraint rated_call_pkey primary key (pbx, call_id, nth);
alter table rated_call add constraint rated_call_returned_by_check check (returned_by is null or period is not null);
create unique index rated_call_live_idx on rated_call (pbx, call_id) where returned_by is null;
create index rated_call_part_idx on rated_call (pbx, part_of) where part_of is not null;
comment on table rated_call is 'What an answered call costs and who pays it; unrated, unowned: why not, in reason. owned_by: the rule. destination: the rates'' group. period: the one it was invoiced in; from then on the row does not change. free_ms, charged: what a package paid of it there, and what was left. part_of: it is an outside leg of that call. nth: it was invoiced so often before and given back by the document returned_by. purchase: what the carrier gets. Outlives the call itself.';

alter table rating_difference add column to_account text;
alter table rating_difference add column to_exact bigint default 0 not null;
comment on table rating_difference is 'A call that would cost something else now than what was invoiced (exact units). settled_by: the document that corrects it. to_account: whose it is now, to_exact: what it costs there.';

create index ledger_entry_call_idx on ledger_entry (pbx, call_id) where call_id is not null;

create table owed_fee (
    account text not null,
    fee text not null,
    since date not null,
    month date not null,
    amount numeric(14, 2) not null,
    noticed_at timestamp with time zone not null,
    constraint owed_fee_pkey primary key (account, fee, since, month),
    constraint owed_fee_account_fkey foreign key (account) references billing_account (account)
);
comment on table owed_fee is 'A monthly fee that its account''s credit did not reach for: taken whole as soon as it does, and gone from here then.';

create table settling_due (
    pbx text not null,
    call_id text not null,
    constraint settling_due_pkey primary key (pbx, call_id)
);
comment on table settling_due is 'Calls taken from a credit whose price has changed since: the ledger is to be corrected.';

-- What was invoiced stays, but that it was given back; what the carrier gets is no part of an invoice. Who was called is
-- forgotten when an invoice need not be kept any longer: ten years after the end of the year in which it was closed.
create or replace function refuse_invoiced() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    free text[] := '{purchase,purchase_version}';
    closed timestamptz;
    document text;
begin
    select p.closed_at, p.invoice into closed, document from billing_period p where p.period = old.period;
    if not found then
        return case tg_op when 'DELETE' then old else new end;
    end if;
    if old.returned_by is null then
        free := free || '{returned_by}'::text[];
    end if;
    if document is null or date_trunc('year', closed) + interval '11 years' <= now() then
        free := free || '{number,line,extension,trace}'::text[];
    end if;
    if tg_op = 'UPDATE' and to_jsonb(new) - free = to_jsonb(old) - free then
        return new;
    end if;
    raise exception 'call % of % was invoiced: what it cost does not change any more', old.call_id, old.pbx
        using errcode = 'restrict_violation';
end $$;

grant select on owed_fee to "@prefix@_account";
alter table owed_fee enable row level security;
create policy visible on owed_fee for select using ((select may('billing')));
alter table settling_due enable row level security;
