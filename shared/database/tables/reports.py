"""Own reports and dashboards, reports that are due and what came of them, and what the nightly proof found.

What a definition says is ``shared.reports``'s; whose a row is the database says.
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
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.tables.columns import instant, key, metadata, words

own_report = Table(
    "own_report", metadata, key("account"), key("name"),
    Column("definition", JSONB, nullable=False),
    Column("is_shared", Boolean, nullable=False, server_default=text("false")),
    Column("shared_with", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    ForeignKeyConstraint(["account"], ["account.name"], ondelete="CASCADE"),
    CheckConstraint("length(name) between 1 and 100", "name"),
    comment="A report that somebody put together, under a name. Each account writes its own; shared ones are read by "
    "whoever has one of the roles (none named: by everybody who may see statistics).",
)  # fmt: skip

dashboard_panel = Table(
    "dashboard_panel", metadata, key("account"), key("dashboard"),
    Column("place", Integer, primary_key=True, autoincrement=False), Column("panel", JSONB, nullable=False),
    Column("is_shared", Boolean, nullable=False, server_default=text("false")),
    Column("shared_with", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    ForeignKeyConstraint(["account"], ["account.name"], ondelete="CASCADE"),
    CheckConstraint("place between 0 and 99", "place"),
    comment="Dashboards of an account. Place 0 is the dashboard itself (its period), its panels stand in the places "
    "after it, in their order. Each row says with whom the whole is shared: roles, none named: everybody who may see "
    "statistics.",
)  # fmt: skip

report_schedule = Table(
    "report_schedule", metadata, key("schedule"),
    Column("account", Text, nullable=False, server_default=text("session_user")), words("name", is_needed=True),
    Column("report", JSONB, nullable=False), words("every", is_needed=True),
    Column("day", Integer, nullable=False, server_default=text("1")), Column("minute", Integer, nullable=False),
    Column("formats", ARRAY(Text), nullable=False),
    Column("mail_to", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("folder", Text, nullable=False, server_default=text("''")),
    Column("is_on", Boolean, nullable=False, server_default=text("true")),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    ForeignKeyConstraint(["account"], ["account.name"], ondelete="CASCADE"),
    CheckConstraint("length(name) between 1 and 100", "name"),
    CheckConstraint("every in ('day', 'week', 'month') and day between 1 and 31", "every"),
    CheckConstraint("minute between 0 and 1439", "minute"),
    CheckConstraint("formats <@ '{csv,xlsx,pdf}'::text[] and formats <> '{}'", "formats"),
    CheckConstraint(r"folder !~ '[\\/:]|^\.'", "folder"),
    comment="A report that the daemon makes each day, week (day: 1 is Monday) or month (day; the last where the month "
    "is shorter) at a minute of the day in the centre's zone, and sends by mail or lays into a folder under the "
    "settings' one. The account sees in it what it may see itself.",
)  # fmt: skip

report_run = Table(
    "report_run", metadata, key("schedule"), Column("due_at", DateTime(timezone=True), primary_key=True),
    Column("tries", Integer, nullable=False, server_default=text("1")), instant("ended_at"), words("outcome"),
    Column("detail", Text, nullable=False, server_default=text("''")),
    ForeignKeyConstraint(["schedule"], ["report_schedule.schedule"], ondelete="CASCADE"),
    CheckConstraint("outcome in ('sent', 'failed', 'skipped')", "outcome"),
    comment="What came of each time a report was due; the daemon's own.",
)  # fmt: skip

nightly_proof = Table(
    "nightly_proof", metadata, Column("day", Date, primary_key=True), key("pbx"), key("kind"),
    Column("checked", BigInteger, nullable=False), Column("differing", BigInteger, nullable=False),
    Column("explained", BigInteger, nullable=False, server_default=text("0")),
    Column("detail", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("kind in ('conservation', 'rollups', 'queue_log')", "kind"),
    comment="Whether a day's figures held: offered is answered + abandoned + went elsewhere + open; sums are those of "
    "the visits; visits are those of queue_log. detail: the first differences.",
)  # fmt: skip
