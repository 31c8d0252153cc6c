"""Credit paid in advance: a ledger of double entry that only grows, the balance it comes to, and what calls reserve.

Of an account the row of ``credit`` is what everybody who moves its money waits for. ``balance`` is the sum of the
account's legs, ``reserved`` that of its open reservations; a trigger and the writers' one transaction keep both.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    Table,
    Text,
    func,
    text,
)

from shared.database.tables.columns import instant, key, metadata, milliseconds, nth, words

credit = Table(
    "credit", metadata, key("account"),
    Column("balance", Numeric(14, 2), nullable=False, server_default=text("0")),
    Column("reserved", BigInteger, nullable=False, server_default=text("0")),
    Column("day", Date), Column("day_spent", Numeric(14, 2), nullable=False, server_default=text("0")),
    Column("month_spent", Numeric(14, 2), nullable=False, server_default=text("0")), instant("low_told_at"),
    ForeignKeyConstraint(["account"], ["billing_account.account"]), CheckConstraint("reserved >= 0", "reserved"),
    comment="What an account has: balance is the sum of its legs in the ledger, reserved (exact units) that of its "
    "open reservations. day: the one that day_spent is of, and whose month month_spent is of. low_told_at: when it was "
    "told last that the credit is low.",
)  # fmt: skip

ledger_entry = Table(
    "ledger_entry", metadata, Column("entry", BigInteger, Identity(always=True), primary_key=True),
    words("key", is_needed=True), words("kind", is_needed=True), words("account", is_needed=True),
    words("pbx"), words("call_id"), words("document"), Column("exact", BigInteger),
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    words("made_by", is_needed=True),
    ForeignKeyConstraint(["account"], ["billing_account.account"]),
    CheckConstraint("kind in ('top_up', 'call', 'fee', 'refund', 'correction')", "kind"),
    comment="A movement of credit; its legs come to zero. exact: a call's price before its one rounding. key: said "
    "twice is written once. Rows are only added.",
)  # fmt: skip
Index("ledger_entry_key_idx", ledger_entry.c.key, unique=True)
Index("ledger_entry_account_idx", ledger_entry.c.account, ledger_entry.c.entry)
Index("ledger_entry_call_idx", ledger_entry.c.pbx, ledger_entry.c.call_id,
      postgresql_where=text("call_id is not null"))  # fmt: skip

ledger_leg = Table(
    "ledger_leg", metadata, Column("entry", BigInteger, primary_key=True, autoincrement=False), nth(),
    words("book", is_needed=True), words("account", is_needed=True), Column("amount", Numeric(14, 2), nullable=False),
    ForeignKeyConstraint(["entry"], ["ledger_entry.entry"]),
    CheckConstraint("book in ('credit', 'money', 'revenue', 'correction')", "book"),
    comment="A leg of an entry: on the book credit what the account has got (negative: spent), on the others what it "
    "came from or went to. Rows are only added.",
)  # fmt: skip
Index("ledger_leg_account_idx", ledger_leg.c.account, postgresql_where=text("book = 'credit'"))

reservation = Table(
    "reservation", metadata, key("key"), words("account", is_needed=True), words("pbx"), words("call_id"),
    Column("exact", BigInteger, nullable=False), milliseconds("granted_ms", is_needed=True),
    instant("opened_at", is_needed=True), instant("renewed_at", is_needed=True), instant("ended_at"),
    Column("tariff", Text), Column("version", BigInteger), Column("number", Text),
    ForeignKeyConstraint(["account"], ["credit.account"]),
    CheckConstraint("exact >= 0 and granted_ms >= 0", "granted"),
    comment="What is set aside of an account's credit for a call that goes on (exact units), for so long from its "
    "answer; renewed with each grant, by this version of the price list. number: as it is rated, until the call ends. "
    "ended_at: settled or given back.",
)  # fmt: skip
Index("reservation_open_idx", reservation.c.account, postgresql_where=text("ended_at is null"))

owed_fee = Table(
    "owed_fee", metadata, key("account"), key("fee"), Column("since", Date, primary_key=True),
    Column("month", Date, primary_key=True), Column("amount", Numeric(14, 2), nullable=False),
    instant("noticed_at", is_needed=True), ForeignKeyConstraint(["account"], ["billing_account.account"]),
    comment="A monthly fee that its account's credit did not reach for: taken whole as soon as it does, and gone from "
    "here then.",
)  # fmt: skip

settling_due = Table(
    "settling_due", metadata, key("pbx"), key("call_id"),
    comment="Calls taken from a credit whose price has changed since: the ledger is to be corrected.",
)  # fmt: skip
