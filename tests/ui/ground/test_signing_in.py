"""Signing in at a real feed: what is entered, what is remembered, what is said when it does not work."""

import asyncio
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shared.feed_client.status import Credentials, Status
from shared.language import Language
from shared.qt import keys
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.sign_in import SignIn
from shared.qt.sign_in_question import Question, Refusal
from shared.qt.signing_in import Door, reach, sign_in_again, signed_in
from tests.helpers.feed import Feed, feed
from tests.helpers.waiting import wait_until
from tests.helpers.windows import speak


class Keys(KeyringBackend):
    """A keyring in memory, as real as keyring asks for."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not there")


@pytest.fixture
def keyring_there():
    made = Keys()
    keyring.set_keyring(made)
    return made


def title(language: Language) -> str:
    return language.text("Wallboard")


def dialog() -> Any:
    """The sign-in that is open now."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, SignIn) and one.isVisible()), None)


async def enter(name: str, password: str) -> Any:
    """Do as a person does: type, and press Enter."""
    shown = await wait_until(lambda: (found := dialog()) and found.button.isEnabled() and found)
    shown.account.line.clear()
    QTest.keyClicks(shown.account.line, name)
    QTest.keyClicks(shown.password.line, password)
    QTest.keyClick(shown.password.line, Qt.Key.Key_Return)
    return shown


def server_of(server: Feed) -> Server:
    return Server(host="127.0.0.1", port=server.port)


async def stopped(ground: Ground) -> None:
    await ground.end_tasks()


def test_a_wrong_password_is_said_and_the_right_one_lets_in(drive, ground, keyring_there, tmp_path):
    async def story():
        async with feed() as server:
            asked = asyncio.create_task(signed_in(ground, title, server=server_of(server)))
            shown = await enter("eva", "wrong")
            await wait_until(lambda: shown.password.error)
            assert shown.password.error == "Name or password is wrong."
            assert (shown.account.line.text(), shown.password.line.text()) == ("eva", "")
            assert shown.focusWidget() is shown.password.line
            speak(ground, "cs")
            assert shown.password.error == ground.language.text("Name or password is wrong.")
            assert shown.password.error != "Name or password is wrong."
            await enter("eva", "ave")
            client = await asked
            assert client is not None
            assert client.status.state == "live"
            assert dialog() is None
            await stopped(ground)
        assert ground.preferences.account == "eva"
        assert list(keyring_there.kept.values()) == ["ave"]
        assert "ave" not in Path(tmp_path / "preferences.json").read_text(encoding="utf-8").replace("eva", "")

    drive(story())


def test_next_time_nobody_is_asked(drive, ground, keyring_there):
    async def story():
        async with feed() as server:
            ground.preferences.account = "eva"
            ground.preferences.server = server_of(server)
            keys.keep(f"127.0.0.1:{server.port}", "eva", "ave")
            client = await signed_in(ground, title)
            assert client is not None
            assert client.status.state == "live"
            await stopped(ground)

    drive(story())


def test_a_server_that_is_away_is_waited_for_without_asking(drive, ground, keyring_there, unused_port):
    async def story():
        ground.preferences.account = "eva"
        ground.preferences.server = Server(host="127.0.0.1", port=unused_port)
        keys.keep(f"127.0.0.1:{unused_port}", "eva", "ave")
        client = await signed_in(ground, title)
        assert client is not None
        assert client.status.state == "connecting"
        assert client.status.retry_at is not None
        assert dialog() is None
        await stopped(ground)

    drive(story())


def test_a_password_that_was_changed_is_asked_for_with_the_reason(drive, ground, keyring_there):
    async def story():
        async with feed() as server:
            ground.preferences.account = "eva"
            keys.keep(f"127.0.0.1:{server.port}", "eva", "old")
            asked = asyncio.create_task(signed_in(ground, title, server=server_of(server)))
            shown = await wait_until(dialog)
            assert shown.password.error == "Name or password is wrong."
            await enter("eva", "ave")
            assert await asked is not None
            await stopped(ground)
        assert list(keyring_there.kept.values()) == ["ave"]

    drive(story())


def test_without_a_keyring_it_is_asked_each_time(drive, ground):
    async def story():
        async with feed() as server:
            for _ in range(2):
                asked = asyncio.create_task(signed_in(ground, title, server=server_of(server)))
                await enter("eva", "ave")
                assert await asked is not None
            await stopped(ground)
        assert ground.preferences.account == "eva"

    drive(story())


def test_whoever_gives_up_is_not_signed_in(drive, ground, unused_port):
    async def story():
        server = Server(host="127.0.0.1", port=unused_port)
        asked = asyncio.create_task(signed_in(ground, title, server=server))
        shown = await wait_until(dialog)
        await wait_until(lambda: shown.foot.text == "Server not responding")
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        assert await asked is None
        await stopped(ground)

    drive(story())


def test_a_server_that_was_typed_is_remembered_and_one_that_was_given_is_not(drive, ground):
    async def story():
        async with feed() as server:
            asked = asyncio.create_task(signed_in(ground, title))
            shown = await wait_until(dialog)
            shown.server.tls.setChecked(False)
            shown.server.field.line.setText(f"127.0.0.1:{server.port}")
            await enter("eva", "ave")
            assert await asked is not None
            assert ground.preferences.server == server_of(server)
            await stopped(ground)

    drive(story())


def test_what_is_missing_is_said_one_by_one(ground, show):
    shown = show(SignIn(ground, title))
    for field, said in (
        (shown.server.field, "Enter the server's name or address."),
        (shown.account, "Enter the user name."),
        (shown.password, "Enter the password."),
    ):
        shown.button.click()
        assert field.error == said
        field.line.setText("something")
    with_all: list[object] = []
    shown.entered.connect(with_all.append)
    shown.button.click()
    assert len(with_all) == 1
    assert "something" in repr(with_all[0])
    assert shown.password.error == ""


def test_entry_shows_no_password(ground, show):
    shown = show(SignIn(ground, title, Server(host="here")))
    shown.account.line.setText("eva")
    shown.password.line.setText("very secret")
    entries: list[object] = []
    shown.entered.connect(entries.append)
    shown.button.click()
    assert "very secret" not in repr(entries)


def test_a_refusal_while_it_runs_is_answered_in_place(drive, ground):
    async def story():
        async with feed() as server:
            asked = asyncio.create_task(signed_in(ground, title, server=server_of(server)))
            await enter("eva", "ave")
            client = await asked
            assert client is not None
            client.sign_in(Credentials(user="eva", password="changed"))
            await wait_until(lambda: client.status.state == "refused")
            again = asyncio.create_task(sign_in_again(ground, title, client))
            await enter("eva", "ave")
            assert await again
            assert client.status.state == "live"
            await stopped(ground)

    drive(story())


def door(admit: Any) -> Door:
    question = Question(label=lambda language: language.text("Phone extension"), answers=("1001",))
    return Door(title, question=question, admit=admit)


def test_a_program_that_lets_nobody_in_says_why_and_keeps_what_was_entered(drive, ground):
    async def story():
        asked_for: list[str] = []

        async def admit(client: Any, entry: Any) -> Refusal | None:
            assert client.status.state == "live"
            asked_for.append(entry.answer)
            return None if entry.answer == "1002" else Refusal(lambda language: language.text("Server not responding"))

        async with feed() as server:
            asked = asyncio.create_task(signed_in(ground, door(admit), server=server_of(server)))
            shown = await enter("eva", "ave")
            await wait_until(lambda: shown.question.error)
            assert shown.question.error == "Server not responding"
            assert (shown.account.line.text(), shown.password.line.text()) == ("eva", "ave")
            assert shown.focusWidget() is shown.question.editor
            QTest.keyClicks(shown.question.line, "1002")
            QTest.keyClick(shown.question.line, Qt.Key.Key_Return)
            client = await asked
            assert client is not None
            assert client.status.state == "live"
            await stopped(ground)
        assert asked_for == ["1001", "1002"]

    drive(story())


def test_who_is_remembered_but_not_let_in_needs_only_the_button(drive, ground, keyring_there):
    async def story():
        async with feed() as server:
            ground.preferences.account = "eva"
            keys.keep(f"127.0.0.1:{server.port}", "eva", "ave")

            async def admit(_client: Any, entry: Any) -> Refusal | None:
                return Refusal() if entry is None else None

            asked = asyncio.create_task(signed_in(ground, door(admit), server=server_of(server)))
            shown = await wait_until(dialog)
            assert (shown.account.line.text(), shown.password.line.text()) == ("eva", "ave")
            assert not shown.question.error
            shown.button.click()
            assert await asked is not None
            await stopped(ground)

    drive(story())


def test_where_a_server_is(drive, unused_port):
    async def story():
        async with feed() as server:
            assert await reach(server_of(server)) == "there"
        assert await reach(Server(host="127.0.0.1", port=unused_port)) == "silent"
        for nobody in ("-.-", "x" * 64):  # no name server has to be asked, and there may be none
            assert await reach(Server(host=nobody)) == "not_found"

    drive(story())


@pytest.mark.parametrize("code", ["unreachable", "wrong_credentials", "token_expired", "new", "", "throttled"])
def test_every_refusal_is_a_sentence_in_both_languages(code):
    from shared.feed_client.refusals import refusal
    from tests.helpers.feed import NOON

    status = Status(state="refused", since=NOON, code=code)
    assert refusal(status, Language.of("cs"))
    assert refusal(status, Language.of("cs")) != refusal(status, Language.of("en"))


@pytest.fixture
def unused_port():
    """A port at which nobody listens."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


