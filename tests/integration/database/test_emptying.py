"""A demo that begins anew: what was heard goes, who may come in and what was billed stays."""

from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from collector_daemon.store.emptying import KEPT, forget_facts
from shared.database.tables import metadata

pytestmark = pytest.mark.postgres

DATA = max((Path(__file__).parent / "data").glob("*.sql"))


def test_every_table_is_emptied_or_kept(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(DATA.read_text("utf-8"))  # type: ignore[call-overload]

        def counts() -> dict[str, int]:
            count = sql.SQL("select count(*) from {}")
            rows = {name: connection.execute(count.format(sql.Identifier(name))).fetchone() for name in metadata.tables}
            return {name: row[0] if row else 0 for name, row in rows.items()}

        before = counts()
        forget_facts(database_url)
        after = counts()
    assert {name for name, count in after.items() if count} <= KEPT
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert before["call"]
    assert before["invoice"]
