-- Billing: who pays, price lists, rated calls, periods, invoices, payments; credit paid in advance with its ledger.
-- What the tables mean is said in shared/database/tables/billing.py and credit.py.

create table billing_account (
    account text not null,
    title text not null,
    kind text not null,
    tariff text,
    currency text not null,
    business jsonb not null,
    language text default 'cs' not null,
    is_masked boolean default false not null,
    mail_to text[] default '{}'::text[] not null,
    folder text default '' not null,
    due_days integer,
    low_credit numeric(14, 2),
    day_limit numeric(14, 2),
    month_limit numeric(14, 2),
    is_open boolean default true not null,
    changed_at timestamptz default now() not null,
    constraint billing_account_pkey primary key (account),
    constraint billing_account_account_check check (account ~ '^[0-9a-z][0-9a-z._-]{0,63}$'),
    constraint billing_account_kind_check check (kind in ('post', 'pre')),
    constraint billing_account_currency_check check (currency ~ '^[A-Z]{3}$'),
    constraint billing_account_folder_check check (folder !~ '[\\/:]|^\.'),
    constraint billing_account_due_days_check check (due_days between 0 and 365),
    constraint billing_account_limits_check check (low_credit >= 0 and day_limit >= 0 and month_limit >= 0)
);
comment on table billing_account is 'Who pays: a company, department or person; kind post: by invoice, pre: from credit. is_masked: called numbers are not whole on the list of calls. tariff null: its calls stay unrated. Not is_open: its calls get no credit.';

create table billing_owns (
    kind text not null,
    value text not null,
    since timestamptz not null,
    until timestamptz,
    account text not null,
    cost_centre text default '' not null,
    constraint billing_owns_pkey primary key (kind, value, since),
    constraint billing_owns_account_fkey foreign key(account) references billing_account (account),
    constraint billing_owns_kind_check check (kind in ('line', 'extension', 'account_code', 'campaign')),
    constraint billing_owns_until_check check (until > since)
);
create index billing_owns_account_idx on billing_owns (account);
comment on table billing_owns is 'What is an account''s, from since until (null: for good): a thing is one account''s at a time (a trigger refuses others).';

create table billing_subscription (
    account text not null,
    fee text not null,
    since date not null,
    until date,
    pieces integer default 1 not null,
    constraint billing_subscription_pkey primary key (account, fee, since),
    constraint billing_subscription_account_fkey foreign key(account) references billing_account (account),
    constraint billing_subscription_until_check check (until > since),
    constraint billing_subscription_pieces_check check (pieces between 1 and 1000000)
);
comment on table billing_subscription is 'So many pieces of a monthly fee of its tariff an account has, from a day on (until: not counted).';

create table tariff (
    tariff text not null,
    title text not null,
    currency text not null,
    zone text not null,
    made_at timestamptz default now() not null,
    constraint tariff_pkey primary key (tariff),
    constraint tariff_tariff_check check (tariff ~ '^[0-9a-z][0-9a-z._-]{0,63}$')
);
comment on table tariff is 'A price list; what it says is in its versions.';

create table tariff_version (
    tariff text not null,
    version integer not null,
    valid_from date not null,
    content jsonb not null,
    made_at timestamptz default now() not null,
    made_by text not null,
    note text default '' not null,
    constraint tariff_version_pkey primary key (tariff, version),
    constraint tariff_version_tariff_fkey foreign key(tariff) references tariff (tariff),
    constraint tariff_version_version_check check (version > 0)
);
comment on table tariff_version is 'What a price list says from a day on (content: shared.billing.tariff.TariffVersion; of several of one day the highest version). Rows are only added.';

create table rated_call (
    pbx text not null,
    call_id text not null,
    state text not null,
    reason text default '' not null,
    account text,
    cost_centre text default '' not null,
    owned_by text,
    direction text not null,
    line text,
    extension text,
    number text,
    answered_at timestamptz not null,
    ended_at timestamptz not null,
    tariff text,
    version integer,
    prefix text,
    destination text,
    vat text,
    billed_ms bigint default 0 not null,
    free_ms bigint default 0 not null,
    exact bigint default 0 not null,
    charged bigint,
    trace jsonb,
    period bigint,
    rated_at timestamptz default now() not null,
    constraint rated_call_pkey primary key (pbx, call_id),
    constraint rated_call_state_check check (state in ('rated', 'unrated', 'unowned')),
    constraint rated_call_period_check check (period is null or state = 'rated')
);
create index rated_call_ended_at_idx on rated_call (ended_at);
create index rated_call_open_idx on rated_call (account, ended_at) where period is null;
create index rated_call_period_idx on rated_call (period) where period is not null;
comment on table rated_call is 'What an answered call costs and who pays it; unrated, unowned: why not, in reason. owned_by: the rule. destination: the rates'' group. period: the one it was invoiced in; from then on the row does not change. free_ms, charged: what a package paid of it there, and what was left. Outlives the call itself.';

create table rating_due (
    id bigint generated always as identity,
    pbx text not null,
    call_id text not null,
    constraint rating_due_pkey primary key (id)
);
comment on table rating_due is 'Calls that were stored and not yet rated since; written by a trigger with the call, the daemon''s own.';

create table rating_difference (
    pbx text not null,
    call_id text not null,
    found_at timestamptz not null,
    account text not null,
    period bigint not null,
    invoiced bigint not null,
    exact bigint not null,
    why text not null,
    trace jsonb,
    settled_by text,
    constraint rating_difference_pkey primary key (pbx, call_id, found_at)
);
create index rating_difference_open_idx on rating_difference (account) where settled_by is null;
comment on table rating_difference is 'A call that would cost something else now than what was invoiced (exact units). settled_by: the document that corrects it.';

create table billing_period (
    period bigint generated always as identity,
    account text not null,
    first_day date not null,
    last_day date not null,
    until timestamptz not null,
    closed_at timestamptz not null,
    closed_by text not null,
    calls bigint not null,
    exact bigint not null,
    draft jsonb not null,
    invoice text,
    constraint billing_period_pkey primary key (period),
    constraint billing_period_account_fkey foreign key(account) references billing_account (account),
    constraint billing_period_last_day_check check (last_day >= first_day)
);
create unique index billing_period_account_idx on billing_period (account, first_day);
comment on table billing_period is 'Days of an account that were closed, until the instant at which the last ended; they do not overlap (a trigger). draft: what they came to (shared.billing.period.Draft without its calls). invoice null: nothing was to be paid.';

create table number_series (
    series text not null,
    last bigint not null,
    constraint number_series_pkey primary key (series)
);
comment on table number_series is 'The last number that a series of documents has given: raised in the transaction that writes the document, so a number that was not used is given again.';

create table invoice (
    number text not null,
    series text not null,
    serial bigint not null,
    kind text not null,
    account text not null,
    period bigint,
    answers text,
    issued_on date not null,
    due_on date not null,
    currency text not null,
    total numeric(14, 2) not null,
    content jsonb not null,
    draft jsonb,
    made_at timestamptz default now() not null,
    made_by text not null,
    constraint invoice_pkey primary key (number),
    constraint invoice_account_fkey foreign key(account) references billing_account (account),
    constraint invoice_answers_fkey foreign key(answers) references invoice (number),
    constraint invoice_kind_check check (kind in ('invoice', 'credit_note', 'receipt'))
);
create index invoice_account_idx on invoice (account, issued_on);
create index invoice_answers_idx on invoice (answers);
create unique index invoice_series_idx on invoice (series, serial);
comment on table invoice is 'A document as issued (content: shared.billing.invoice.Invoice). Rows are only added; a credit note says by what the invoice that it answers is corrected (draft: what the period comes to with it).';

create table payment (
    key text not null,
    account text not null,
    invoice text,
    paid_on date not null,
    amount numeric(14, 2) not null,
    note text default '' not null,
    made_at timestamptz default now() not null,
    made_by text not null,
    constraint payment_pkey primary key (key),
    constraint payment_account_fkey foreign key(account) references billing_account (account),
    constraint payment_invoice_fkey foreign key(invoice) references invoice (number),
    constraint payment_amount_check check (amount <> 0)
);
create index payment_invoice_idx on payment (invoice);
comment on table payment is 'Money that came for an invoice (negative: went back). Rows are only added; key: of who says it, so that twice is once.';

create table invoice_delivery (
    invoice text not null,
    way text not null,
    asked_at timestamptz not null,
    tries integer default 0 not null,
    ended_at timestamptz,
    outcome text,
    detail text default '' not null,
    constraint invoice_delivery_pkey primary key (invoice, way, asked_at),
    constraint invoice_delivery_invoice_fkey foreign key(invoice) references invoice (number),
    constraint invoice_delivery_way_check check (way in ('mail', 'folder')),
    constraint invoice_delivery_outcome_check check (outcome in ('sent', 'failed'))
);
create index invoice_delivery_open_idx on invoice_delivery (asked_at) where outcome is null;
comment on table invoice_delivery is 'A document on its way, and what came of it.';

create table credit (
    account text not null,
    balance numeric(14, 2) default 0 not null,
    reserved bigint default 0 not null,
    day date,
    day_spent numeric(14, 2) default 0 not null,
    month_spent numeric(14, 2) default 0 not null,
    low_told_at timestamptz,
    constraint credit_pkey primary key (account),
    constraint credit_account_fkey foreign key(account) references billing_account (account),
    constraint credit_reserved_check check (reserved >= 0)
);
comment on table credit is 'What an account has: balance is the sum of its legs in the ledger, reserved (exact units) that of its open reservations. day: the one that day_spent is of, and whose month month_spent is of. low_told_at: when it was told last that the credit is low.';

create table ledger_entry (
    entry bigint generated always as identity,
    key text not null,
    kind text not null,
    account text not null,
    pbx text,
    call_id text,
    document text,
    exact bigint,
    note text default '' not null,
    made_at timestamptz default now() not null,
    made_by text not null,
    constraint ledger_entry_pkey primary key (entry),
    constraint ledger_entry_account_fkey foreign key(account) references billing_account (account),
    constraint ledger_entry_kind_check check (kind in ('top_up', 'call', 'fee', 'refund', 'correction'))
);
create index ledger_entry_account_idx on ledger_entry (account, entry);
create unique index ledger_entry_key_idx on ledger_entry (key);
comment on table ledger_entry is 'A movement of credit; its legs come to zero. exact: a call''s price before its one rounding. key: said twice is written once. Rows are only added.';

create table ledger_leg (
    entry bigint not null,
    nth integer not null,
    book text not null,
    account text not null,
    amount numeric(14, 2) not null,
    constraint ledger_leg_pkey primary key (entry, nth),
    constraint ledger_leg_entry_fkey foreign key(entry) references ledger_entry (entry),
    constraint ledger_leg_book_check check (book in ('credit', 'money', 'revenue', 'correction'))
);
create index ledger_leg_account_idx on ledger_leg (account) where book = 'credit';
comment on table ledger_leg is 'A leg of an entry: on the book credit what the account has got (negative: spent), on the others what it came from or went to. Rows are only added.';

create table reservation (
    key text not null,
    account text not null,
    pbx text,
    call_id text,
    exact bigint not null,
    granted_ms bigint not null,
    opened_at timestamptz not null,
    renewed_at timestamptz not null,
    ended_at timestamptz,
    tariff text,
    version bigint,
    constraint reservation_pkey primary key (key),
    constraint reservation_account_fkey foreign key(account) references credit (account),
    constraint reservation_granted_check check (exact >= 0 and granted_ms >= 0)
);
create index reservation_open_idx on reservation (account) where ended_at is null;
comment on table reservation is 'What is set aside of an account''s credit for a call that goes on (exact units), for so long from its answer; renewed with each grant, by this version of the price list. ended_at: settled or given back.';

-- What never changes ---------------------------------------------------------------------------------------------------
-- For everybody, the tables' owner too: he would have to take the triggers away first.

do $$
declare
    name text;
begin
    foreach name in array array[
        'tariff', 'tariff_version', 'invoice', 'payment', 'ledger_entry', 'ledger_leg', 'billing_period'
    ] loop
        execute format('create trigger only_grows before update or delete or truncate on %I '
            'for each statement execute function refuse_change()', name);
    end loop;
end $$;

-- A call is marked with its period while that is being closed; once the period is there, the call stays as it is.
create function refuse_invoiced() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if not exists (select from billing_period p where p.period = old.period) then
        return case tg_op when 'DELETE' then old else new end;
    end if;
    raise exception 'call % of % was invoiced: what it cost does not change any more', old.call_id, old.pbx
        using errcode = 'restrict_violation';
end $$;
create trigger is_invoiced before update or delete on rated_call
    for each row when (old.period is not null) execute function refuse_invoiced();
create trigger stays before truncate on rated_call for each statement execute function refuse_change();

-- Nothing twice --------------------------------------------------------------------------------------------------------

create function check_owns() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    lock table billing_owns in share row exclusive mode;
    if exists (select from billing_owns o where o.kind = new.kind and o.value = new.value and o.since <> new.since
            and (o.until is null or o.until > new.since) and (new.until is null or new.until > o.since)) then
        raise exception 'the % % is already an account''s in that time', new.kind, new.value
            using errcode = 'exclusion_violation';
    end if;
    return new;
end $$;
create trigger is_one_account before insert or update on billing_owns for each row execute function check_owns();

create function check_period() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform from billing_account where account = new.account for update;
    if exists (select from billing_period p where p.account = new.account and p.first_day <= new.last_day
            and p.last_day >= new.first_day) then
        raise exception 'some of these days of % are closed already', new.account using errcode = 'exclusion_violation';
    end if;
    return new;
end $$;
create trigger is_closed_once before insert on billing_period for each row execute function check_period();

-- Double entry: each statement leaves every entry that it adds to at zero, and the account's balance as the ledger says.

create function check_legs() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if exists (select from ledger_leg l where l.entry in (select entry from added)
            group by l.entry having sum(l.amount) <> 0) then
        raise exception 'the legs of a ledger entry do not come to zero' using errcode = 'check_violation';
    end if;
    insert into credit as c (account, balance)
        select account, sum(amount) from added where book = 'credit' group by account order by account
        on conflict (account) do update set balance = c.balance + excluded.balance;
    return null;
end $$;
create trigger comes_to_zero after insert on ledger_leg referencing new table as added
    for each statement execute function check_legs();

-- Calls to be rated: noted in the transaction that stores them. Rows are only added here, and deleted by their number
-- where they were dealt with: so nobody who stores calls ever waits for who rates them.

create function note_rating_due() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if exists (select from billing_account) then
        insert into rating_due (pbx, call_id) select pbx, call_id from stored where ended_at is not null;
    end if;
    return null;
end $$;
create trigger rating_is_due after insert on call referencing new table as stored
    for each statement execute function note_rating_due();

-- What turned out to belong to another call is no call of its own any more.
create function note_absorbed_due() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if exists (select from billing_account) then
        insert into rating_due (pbx, call_id) select pbx, absorbed_id from stored;
    end if;
    return null;
end $$;
create trigger rating_is_due after insert on absorbed_call referencing new table as stored
    for each statement execute function note_absorbed_due();

-- Rights: only the daemon writes; who has the right billing reads. ---------------------------------------------------------

do $$
declare
    name text;
begin
    foreach name in array array[
        'billing_account', 'billing_owns', 'billing_subscription', 'tariff', 'tariff_version', 'rated_call', 'rating_difference',
        'billing_period', 'invoice', 'payment', 'invoice_delivery', 'credit', 'ledger_entry', 'ledger_leg', 'reservation'
    ] loop
        execute format('grant select on %I to "@prefix@_account"', name);
        execute format('alter table %I enable row level security', name);
        execute format('create policy visible on %I for select using ((select may(''billing'')))', name);
    end loop;
end $$;
alter table rating_due enable row level security;
alter table number_series enable row level security;
