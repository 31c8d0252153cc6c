"""Billing: who pays, price lists, rated calls, closed periods with their invoices and payments.

What the JSON columns say is ``shared.billing``'s. Amounts: ``exact`` is whole units of ``shared.billing.money.UNIT``,
everything else is rounded to the smallest coin. Only the daemon writes; who has the right ``billing`` reads. What must
never change (versions, invoices, payments, calls that were invoiced) the database refuses to change for everybody.
Credit paid in advance is in ``credit``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.tables.columns import instant, key, key_instant, metadata, words

MADE_AT = ("made_at", DateTime(timezone=True))
NONE_OF_TEXT = text("''")


def amount(name: str, *, is_needed: bool = True) -> Column[object]:
    """Money, rounded."""
    return Column(name, Numeric(14, 2), nullable=not is_needed)


billing_account = Table(
    "billing_account", metadata, key("account"), words("title", is_needed=True), words("kind", is_needed=True),
    Column("tariff", Text), words("currency", is_needed=True), Column("business", JSONB, nullable=False),
    Column("language", Text, nullable=False, server_default=text("'cs'")),
    Column("is_masked", Boolean, nullable=False, server_default=text("false")),
    Column("mail_to", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("folder", Text, nullable=False, server_default=NONE_OF_TEXT),
    Column("due_days", Integer), amount("low_credit", is_needed=False), amount("day_limit", is_needed=False),
    amount("month_limit", is_needed=False),
    Column("is_open", Boolean, nullable=False, server_default=text("true")),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()), instant("closed_at"),
    CheckConstraint(r"account ~ '^[0-9a-z][0-9a-z._-]{0,63}$'", "account"),
    CheckConstraint("kind in ('post', 'pre')", "kind"),
    CheckConstraint(r"currency ~ '^[A-Z]{3}$'", "currency"),
    CheckConstraint(r"folder !~ '[\\/:]|^\.'", "folder"),
    CheckConstraint("due_days between 0 and 365", "due_days"),
    CheckConstraint("low_credit >= 0 and day_limit >= 0 and month_limit >= 0", "limits"),
    comment="Who pays: a company, department or person; kind post: by invoice, pre: from credit. is_masked: called "
    "numbers are not whole on the list of calls. tariff null: its calls stay unrated. Not is_open: "
    "from closed_at on it owns no calls and gets no credit.",
)  # fmt: skip

billing_owns = Table(
    "billing_owns", metadata, key("kind"), key("value"), key_instant("since"), instant("until"),
    words("account", is_needed=True), Column("cost_centre", Text, nullable=False, server_default=NONE_OF_TEXT),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    CheckConstraint("kind in ('line', 'extension', 'account_code', 'campaign')", "kind"),
    CheckConstraint("until > since", "until"),
    comment="What is an account's, from since until (null: for good): a thing is one account's at a time (a "
    "trigger refuses others).",
)  # fmt: skip
Index("billing_owns_account_idx", billing_owns.c.account)

billing_subscription = Table(
    "billing_subscription", metadata, key("account"), key("fee"), Column("since", Date, primary_key=True),
    Column("until", Date), Column("pieces", Integer, nullable=False, server_default=text("1")),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    CheckConstraint("until > since", "until"), CheckConstraint("pieces between 1 and 1000000", "pieces"),
    comment="So many pieces of a monthly fee of its tariff an account has, from a day on (until: not counted).",
)  # fmt: skip

tariff = Table(
    "tariff", metadata, key("tariff"), words("title", is_needed=True), words("currency", is_needed=True),
    words("zone", is_needed=True), Column(*MADE_AT, nullable=False, server_default=func.now()),
    Column("is_purchase", Boolean, nullable=False, server_default=text("false")),
    CheckConstraint(r"tariff ~ '^[0-9a-z][0-9a-z._-]{0,63}$'", "tariff"),
    comment="A price list; what it says is in its versions. is_purchase: what we pay the carrier, one list a currency.",
)  # fmt: skip
Index("tariff_purchase_idx", tariff.c.currency, unique=True, postgresql_where=text("is_purchase"))

tariff_version = Table(
    "tariff_version", metadata, key("tariff"), Column("version", Integer, primary_key=True, autoincrement=False),
    Column("valid_from", Date, nullable=False), Column("content", JSONB, nullable=False),
    Column(*MADE_AT, nullable=False, server_default=func.now()), words("made_by", is_needed=True),
    Column("note", Text, nullable=False, server_default=NONE_OF_TEXT),
    ForeignKeyConstraint(["tariff"], ["tariff.tariff"]), CheckConstraint("version > 0", "version"),
    comment="What a price list says from a day on (content: shared.billing.tariff.TariffVersion; of several of one day "
    "the highest version). Rows are only added.",
)  # fmt: skip

rated_call = Table(
    "rated_call", metadata, key("pbx"), key("call_id"),
    Column("nth", Integer, primary_key=True, autoincrement=False, server_default=text("0")),
    words("state", is_needed=True),
    Column("reason", Text, nullable=False, server_default=NONE_OF_TEXT), words("account"),
    Column("cost_centre", Text, nullable=False, server_default=NONE_OF_TEXT), words("owned_by"),
    words("direction", is_needed=True), words("line"), words("extension"), words("number"), words("account_code"),
    words("campaign"), words("part_of"), instant("answered_at", is_needed=True), instant("ended_at", is_needed=True),
    words("tariff"), Column("version", Integer), words("prefix"), words("destination"), words("vat"),
    Column("billed_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("free_ms", BigInteger, nullable=False, server_default=text("0")),
    Column("exact", BigInteger, nullable=False, server_default=text("0")), Column("charged", BigInteger),
    Column("trace", JSONB), Column("period", BigInteger), words("returned_by"),
    Column("purchase_version", Integer), Column("purchase", BigInteger),
    Column("rated_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("state in ('rated', 'unrated', 'unowned')", "state"),
    CheckConstraint("period is null or state = 'rated'", "period"),
    CheckConstraint("returned_by is null or period is not null", "returned_by"),
    comment="What an answered call costs and who pays it; unrated, unowned: why not, in reason. owned_by: the rule. "
    "destination: the rates' group. period: the one it was invoiced in; from then on the row does not change. free_ms, "
    "charged: what a package paid of it there, and what was left. part_of: it is an outside leg of that call. nth: it "
    "was invoiced so often before and given back by the document returned_by. purchase: what the carrier gets. "
    "Outlives the call itself.",
)  # fmt: skip
Index("rated_call_open_idx", rated_call.c.account, rated_call.c.ended_at,
      postgresql_where=text("period is null"))  # fmt: skip
Index("rated_call_period_idx", rated_call.c.period, postgresql_where=text("period is not null"))
Index("rated_call_ended_at_idx", rated_call.c.ended_at)
Index("rated_call_live_idx", rated_call.c.pbx, rated_call.c.call_id, unique=True,
      postgresql_where=text("returned_by is null"))  # fmt: skip
Index("rated_call_part_idx", rated_call.c.pbx, rated_call.c.part_of, postgresql_where=text("part_of is not null"))

rating_due = Table(
    "rating_due", metadata, Column("id", BigInteger, Identity(always=True), primary_key=True),
    words("pbx", is_needed=True), words("call_id", is_needed=True),
    comment="Calls that were stored and not yet rated since; written by a trigger with the call, the daemon's own.",
)  # fmt: skip

rating_difference = Table(
    "rating_difference", metadata, key("pbx"), key("call_id"), key_instant("found_at"),
    words("account", is_needed=True), Column("period", BigInteger, nullable=False),
    Column("invoiced", BigInteger, nullable=False), Column("exact", BigInteger, nullable=False),
    words("why", is_needed=True), Column("trace", JSONB), words("settled_by"), words("to_account"),
    Column("to_exact", BigInteger, nullable=False, server_default=text("0")),
    comment="A call that would cost something else now than what was invoiced (exact units). settled_by: the document "
    "that corrects it. to_account: whose it is now, to_exact: what it costs there.",
)  # fmt: skip
Index("rating_difference_open_idx", rating_difference.c.account,
      postgresql_where=text("settled_by is null"))  # fmt: skip

billing_period = Table(
    "billing_period", metadata, Column("period", BigInteger, Identity(always=True), primary_key=True),
    words("account", is_needed=True), Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False), instant("until", is_needed=True),
    instant("closed_at", is_needed=True), words("closed_by", is_needed=True),
    Column("calls", BigInteger, nullable=False), Column("exact", BigInteger, nullable=False),
    Column("draft", JSONB, nullable=False), words("invoice"),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    CheckConstraint("last_day >= first_day", "last_day"),
    comment="Days of an account that were closed, until the instant at which the last ended; they do not overlap (a "
    "trigger). draft: what they came to (shared.billing.period.Draft without its calls). invoice null: nothing was to "
    "be paid.",
)  # fmt: skip
Index("billing_period_account_idx", billing_period.c.account, billing_period.c.first_day, unique=True)

number_series = Table(
    "number_series", metadata, key("series"), Column("last", BigInteger, nullable=False),
    comment="The last number that a series of documents has given: raised in the transaction that writes the document, "
    "so a number that was not used is given again.",
)  # fmt: skip

invoice = Table(
    "invoice", metadata, key("number"), words("series", is_needed=True),
    Column("serial", BigInteger, nullable=False), words("kind", is_needed=True), words("account", is_needed=True),
    Column("period", BigInteger), words("answers"), Column("issued_on", Date, nullable=False),
    Column("due_on", Date, nullable=False), words("currency", is_needed=True), amount("total"),
    Column("content", JSONB, nullable=False), Column("draft", JSONB),
    Column(*MADE_AT, nullable=False, server_default=func.now()), words("made_by", is_needed=True),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    ForeignKeyConstraint(["answers"], ["invoice.number"]),
    CheckConstraint("kind in ('invoice', 'credit_note', 'receipt')", "kind"),
    comment="A document as issued (content: shared.billing.invoice.Invoice). Rows are only added; a credit note says "
    "by what the invoice that it answers is corrected (draft: what the period comes to with it).",
)  # fmt: skip
Index("invoice_series_idx", invoice.c.series, invoice.c.serial, unique=True)
Index("invoice_answers_idx", invoice.c.answers)
Index("invoice_account_idx", invoice.c.account, invoice.c.issued_on)

payment = Table(
    "payment", metadata, key("key"), words("account", is_needed=True), words("invoice"),
    Column("paid_on", Date, nullable=False), amount("amount"),
    Column("note", Text, nullable=False, server_default=NONE_OF_TEXT),
    Column(*MADE_AT, nullable=False, server_default=func.now()), words("made_by", is_needed=True),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    ForeignKeyConstraint(["invoice"], ["invoice.number"]), CheckConstraint("amount <> 0", "amount"),
    comment="Money that came for an invoice (negative: went back). Rows are only added; key: of who says it, so that "
    "twice is once.",
)  # fmt: skip
Index("payment_invoice_idx", payment.c.invoice)

invoice_delivery = Table(
    "invoice_delivery", metadata, key("invoice"), key("way"), key_instant("asked_at"),
    Column("tries", Integer, nullable=False, server_default=text("0")), instant("ended_at"), words("outcome"),
    Column("detail", Text, nullable=False, server_default=NONE_OF_TEXT),
    ForeignKeyConstraint(["invoice"], ["invoice.number"]),
    CheckConstraint("way in ('mail', 'folder')", "way"), CheckConstraint("outcome in ('sent', 'failed')", "outcome"),
    comment="A document on its way, and what came of it.",
)  # fmt: skip
Index("invoice_delivery_open_idx", invoice_delivery.c.asked_at,
      postgresql_where=text("outcome is null"))  # fmt: skip
