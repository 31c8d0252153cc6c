"""What accounts may read and write of recordings by plain SQL, each as its own role of Postgres."""

import psycopg
import pytest

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from tests.helpers.facts import START
from tests.integration.database.contents import rows
from tests.integration.desk.desks import store
from tests.integration.desk.test_own_calls import rung

pytestmark = pytest.mark.postgres
PASSWORD = "for-this-test-only"
MARK = "insert into recording_marker values ('main', %s, %s, %s, %s, 10, 'here', now())"


async def made(url: str) -> None:
    """Accounts of every kind, and files of a call of support, of one of sales, and of none."""
    other = rung("2.2", START, ("1001", "answered"), queue="sales")
    await store(url, [rung("1.1", START, ("1001", "answered")), other])
    with open_book(url, "test") as book:
        for name, role, queues in (("ada", "administrator", None), ("sam", "supervisor", ["support"]),
                                   ("eva", "operator", ["support"]), ("bill", "billing", None),
                                   ("wall", "wallboard", None), ("quinn", "quality", ["support"])):  # fmt: skip
            book.add(name, [role], Secret(PASSWORD), queues=queues, agent=None)  # type: ignore[list-item]
    with psycopg.connect(url) as owner:
        owner.execute("update account set must_change_password = false")
        for file, call in (("a.wav", "1.1"), ("b.wav", "2.2"), ("orphan.wav", None)):
            owner.execute("insert into recording_file (pbx, file, call_id, recorded_at) values ('main', %s, %s, now())",
                          [file, call])
        owner.execute("insert into erasure overriding system value values "
                      "(1, now(), 'ada', 'subject', 'x', 'y', 1, 1, 1, '{}', '[]')")


def as_account(url: str, name: str) -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the account's own."""
    return psycopg.connect(conninfo(url, user=name, password=PASSWORD), autocommit=True)


async def test_each_sees_and_marks_only_what_he_may(database_url: str) -> None:
    await made(database_url)
    seen: dict[str, tuple[list[object], int]] = {}
    for name in ("ada", "sam", "eva", "bill", "wall", "quinn"):
        with as_account(database_url, name) as his:
            files = [file for (file,) in his.execute("select file from recording_file order by file").fetchall()]
            seen[name] = files, len(his.execute("select from erasure").fetchall())
            for statement in (
                "update recording_file set is_held = false", "delete from recording_file", "delete from erasure",
                "insert into erasure (kind) values ('x')", "update recording_marker set account = 'sam'",
                "insert into recording_file (pbx, file, recorded_at) values ('main', 'c.wav', now())",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    his.execute(statement)  # type: ignore[call-overload]
    nothing: list[object] = []
    assert seen == {
        "ada": (["a.wav", "b.wav", "orphan.wav"], 1), "sam": (["a.wav"], 0), "quinn": (["a.wav"], 0),
        "eva": (nothing, 0), "bill": (nothing, 0), "wall": (nothing, 0),
    }  # fmt: skip
    with as_account(database_url, "sam") as sam:
        sam.execute(MARK, ["a.wav", "key-1", "1.1", "sam"])
        for file, call, whose in (("b.wav", "2.2", "sam"), ("a.wav", "1.1", "ada"), ("a.wav", "9.9", "sam")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sam.execute(MARK, [file, "key-2", call, whose])
    for name in ("eva", "bill", "wall"):
        with as_account(database_url, name) as his, pytest.raises(psycopg.errors.InsufficientPrivilege):
            his.execute(MARK, ["a.wav", "key-3", "1.1", name])
    with as_account(database_url, "quinn") as quinn:
        assert quinn.execute("select account, text from recording_marker").fetchall() == [("sam", "here")]
        assert quinn.execute("update recording_marker set text = 'mine'").rowcount == 0
        assert quinn.execute("delete from recording_marker").rowcount == 0
    with as_account(database_url, "sam") as sam:
        assert sam.execute("update recording_marker set text = 'there', at_ms = 20").rowcount == 1
        assert sam.execute("delete from recording_marker").rowcount == 1
    with psycopg.connect(database_url) as owner:
        owner.execute("""delete from role_right where role = 'supervisor' and "right" = 'recording.open'""")
    with as_account(database_url, "sam") as sam:
        assert sam.execute("select from recording_file").fetchall() == []
    assert len(rows(database_url, "select from recording_file")) == 3
