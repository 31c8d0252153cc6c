"""What revisions need while they run."""

from __future__ import annotations

import re

from alembic import op
from sqlalchemy import text

UNFIT = re.compile(r"[^a-z0-9_]")


def run_sql(sql: str) -> None:
    """Run a whole file of statements on the migration's own connection, in its transaction."""
    driver_connection = op.get_bind().connection.driver_connection
    assert driver_connection is not None
    driver_connection.execute(sql)  # without parameters psycopg lets several statements through, and % alone


def role_prefix() -> str:
    """The prefix of this installation's group roles: the database's name, made fit for a role's name.

    Databases of one server have different names, so installations that share a server do not share their
    groups.
    """
    name = op.get_bind().execute(text("select current_database()")).scalar_one()
    return UNFIT.sub("_", str(name).lower())[:40]
