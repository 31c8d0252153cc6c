"""A program's first start on a new PC: which server it finds, what it says where it finds none, whom it trusts."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from collector_daemon.feed.ports import Address
from operator_panel.app.instance import Start
from operator_panel.app.memory import FILE, Memory
from operator_panel.app.seating import Seating
from operator_panel.app.start import Shifts
from operator_panel.settings import PanelSettings
from shared.clock import monotonic
from shared.credentials import Secret
from shared.qt.finding.registry import PLAIN, POLICY
from shared.qt.finding.search import Finder
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.sign_in import SignIn
from shared.qt.signing_in import signed_in
from shared.qt.theme import ThemeName
from supervisor_console.app.start import SignIns
from tests.helpers.certificates import certificate_of
from tests.helpers.feed import feed
from tests.helpers.name_server import name_server
from tests.helpers.waiting import wait_until
from tests.helpers.windows import clipped_texts, nameless_controls, speak, untranslated_texts
from tests.ui.ground.test_signing_in import enter
from wallboard.app.wallboard import title

HOST = "daemon.example.test"
THEMES: tuple[ThemeName, ...] = ("light", "dark")


@pytest.fixture(autouse=True)
def known_host(monkeypatch):
    """The name has an address, as a line in the machine's hosts file would give it."""
    ask = socket.getaddrinfo
    there = lambda host, *more, **others: ask("127.0.0.1" if str(host).lower() == HOST else host, *more, **others)  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", there)


def sign_in_of(program: str, ground: Ground, tmp_path: Any) -> Any:
    """What the program does first when nobody said a server."""
    match program:
        case "operator-panel":
            return Shifts(
                ground, PanelSettings(), None, Start(), is_hidden=False, memory=Memory(tmp_path / FILE)
            ).run()
        case "supervisor-console":
            return SignIns(ground, None).run()
        case _:
            return signed_in(ground, title)


def dialog() -> Any:
    """The sign-in that is open now."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, SignIn) and one.isVisible()), None)


@contextlib.asynccontextmanager
async def started(program: str, ground: Ground, tmp_path: Any) -> AsyncIterator[Any]:
    """The program's sign-in; it is closed afterwards, and the program ends."""
    running = ground.spawn(sign_in_of(program, ground, tmp_path), program)
    try:
        yield await wait_until(dialog)
    finally:
        if (shown := dialog()) is not None:
            shown.close()
        await running
        await ground.end_tasks()


def look_at(shown: Any, ground: Ground, grab: Any, name: str) -> None:
    """In both languages, light and dark, and with longer words: all can be read; pictures are left."""
    for language, theme in product(("cs", "en"), THEMES):
        speak(ground, language)
        ground.set_theme(theme)
        grab(shown, f"{name}-{theme}-{language}")
        assert clipped_texts(shown) == []
        assert nameless_controls(shown) == []
    speak(ground, "stretched")
    assert untranslated_texts(shown) == []
    speak(ground, "en")


@pytest.mark.parametrize("program", ["wallboard", "operator-panel", "supervisor-console"])
def test_where_there_is_none_it_is_said_with_who_was_asked(program, drive, ground, tmp_path, grab):
    async def story():
        with name_server() as names:
            folders = (tmp_path / "program", tmp_path / "machine")
            ground.finder = Finder({}, folders, lambda _hive, _key: {}, lambda: names.resolver("example.test"))
            async with started(program, ground, tmp_path) as shown:
                assert shown.server.field.isVisibleTo(shown)
                await wait_until(lambda: "example.test" in shown._note.text())
                assert shown._note.text().splitlines() == [
                    "No server is set up on this computer. Ask your administrator, or enter it.",
                    "Looked in: CALLCENTRE_SERVER, the registry, server.toml, DNS (example.test).",
                ]
                look_at(shown, ground, grab, f"{program}-no-server")

    drive(story())


@pytest.mark.parametrize("program", ["wallboard", "operator-panel", "supervisor-console"])
@pytest.mark.expects_log("is no address")
def test_one_that_does_not_answer_is_said_with_its_address_and_who_says_it(
    program, drive, ground, tmp_path, grab, free_port
):
    keys = {("HKLM", POLICY): {"Server": "http://daemon"}, ("HKLM", PLAIN): {"Server": f"{HOST}:{free_port}"}}

    async def story():
        ground.finder = Finder({}, (), lambda hive, key: keys.get((hive, key), {}), None)
        async with started(program, ground, tmp_path) as shown:
            await wait_until(lambda: shown.foot.text == "Server not responding")
            assert shown.server.isVisibleTo(shown)
            assert shown.server._address.text() == f"{HOST}:{free_port}"
            assert shown.server._origin.text() == r"from the registry (HKLM\Software\CallCentre)"
            assert shown._note.text() == rf"HKLM\{POLICY}: 'http://daemon' is no address."
            look_at(shown, ground, grab, f"{program}-silent")

    drive(story())


@pytest.mark.parametrize("program", ["wallboard", "operator-panel", "supervisor-console"])
@pytest.mark.expects_log("daemon.evil.test, which is in another domain")
def test_dns_names_one_that_is_there(program, drive, ground, tmp_path, grab):
    async def story():
        async with feed() as server:
            records = ["0 0 5099 daemon.evil.test.", f"5 0 {server.port} {HOST}."]
            with name_server(example_test=records) as names:
                ground.finder = Finder({}, (), None, lambda: names.resolver("example.test"))
                async with started(program, ground, tmp_path) as shown:
                    await wait_until(lambda: shown.foot.text == "Server available")
                    assert shown.server.meant() == Server(host=HOST, port=server.port, is_tls=True)
                    assert shown._note.text() == (
                        "DNS of example.test names daemon.evil.test, which is in another domain."
                    )
                    look_at(shown, ground, grab, f"{program}-by-dns")

    drive(story())


def test_who_typed_an_address_empties_it_and_the_computers_own_holds_again(drive, ground, tmp_path, grab, free_port):
    async def story():
        async with feed() as server:
            ground.preferences.server = Server(host="127.0.0.1", port=free_port)
            ground.finder = Finder({"CALLCENTRE_SERVER": f"127.0.0.1:{server.port}"}, (), None, None)
            asked = asyncio.create_task(signed_in(ground, title))
            shown = await wait_until(lambda: dialog() and dialog().foot.text == "Server not responding" and dialog())
            assert shown.server._origin.text() == "as it was entered here"
            shown.server.open()
            assert shown.server._origin.text() == (
                f"Left empty: 127.0.0.1:{server.port}, from the environment (CALLCENTRE_SERVER)."
            )
            look_at(shown, ground, grab, "sign-in-own-or-preset")
            shown.server.field.line.clear()
            await enter("eva", "ave")
            client = await asked
            assert client is not None
            assert client.address == ("127.0.0.1", server.port)
            assert ground.preferences.server == Server()
            await ground.end_tasks()

    drive(story())


@pytest.mark.expects_log("DNS of example.test does not answer")
def test_a_silent_name_server_keeps_no_window_waiting(drive, ground, tmp_path):
    async def story():
        with name_server() as names:
            names.is_silent = True
            ground.finder = Finder({}, (), None, lambda: names.resolver("example.test"))
            began = monotonic()
            async with started("wallboard", ground, tmp_path) as shown:
                assert monotonic() - began < 2
                assert shown.foot.text == "Looking for the server…"
                longest, last = 0.0, monotonic()
                while "does not answer" not in shown._note.text():
                    await asyncio.sleep(0.01)
                    longest, last = max(longest, monotonic() - last), monotonic()
                assert longest < 1, "the window would have been frozen for so long"
                assert 2 < monotonic() - began < 10

    drive(story())


def test_an_address_that_is_being_typed_stays(drive, ground, tmp_path):
    async def story():
        with name_server(example_test=[f"0 0 5099 {HOST}."]) as names:
            finding = Finder({}, (), None, lambda: names.resolver("example.test"))
            held = asyncio.Event()

            class Slow(Finder):
                async def by_dns(self) -> Any:
                    await held.wait()
                    return await finding.by_dns()

            ground.finder = Slow({}, (), None, None)
            async with started("wallboard", ground, tmp_path) as shown:
                QTest.keyClicks(shown.server.field.line, "mine.example.com")
                held.set()
                await wait_until(lambda: shown._search is not None and shown._search.first)
                assert shown.server.meant() == Server(host="mine.example.com", is_tls=True)

    drive(story())


def test_a_token_goes_to_the_server_that_dns_names(drive, ground, tmp_path, monkeypatch):
    """Of the panel and the console, as the wallboard's always did: nobody is asked."""
    certificate, key = certificate_of(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def story():
        async with feed(address=Address(port=0, tls_cert=str(certificate), tls_key=str(key))) as server:
            with name_server(example_test=[f"0 0 {server.port} {HOST}."]) as names:
                ground.finder = Finder({}, (), None, lambda: names.resolver("example.test"))
                token = Secret("a.b.c")
                memory = Memory(tmp_path / FILE)
                shifts = Shifts(
                    ground, PanelSettings(), None, Start(), is_hidden=False, memory=memory, token=token,
                )  # fmt: skip
                panels = await shifts._with_token(Seating(memory))
                consoles = await SignIns(ground, None, token=token)._client(None)
                for client in (panels, consoles):
                    assert client is not None
                    assert client.address == (HOST, server.port)
                await ground.end_tasks()

    drive(story())


class Keys(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


def test_who_signs_in_at_what_dns_names_is_not_asked_again_and_dns_may_change(drive, ground, tmp_path, monkeypatch):
    keyring.set_keyring(Keys())
    certificate, key = certificate_of(tmp_path, HOST)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # an authority that this machine trusts

    async def story():
        async with feed(address=Address(port=0, tls_cert=str(certificate), tls_key=str(key))) as server:
            with name_server(example_test=[f"0 0 {server.port} {HOST}."]) as names:
                ground.finder = Finder({}, (), None, lambda: names.resolver("example.test"))
                asked = asyncio.create_task(signed_in(ground, title))
                await wait_until(lambda: dialog() and dialog().foot.text == "Server available")
                await enter("eva", "ave")
                client = await asked
                assert client is not None
                assert client.status.state == "live"
                assert client.address == (HOST, server.port)
                assert ground.preferences.server == Server(), "what DNS says tomorrow shall hold tomorrow"
                again = await signed_in(ground, title)
                assert again is not None
                assert again.status.state == "live"
                await ground.end_tasks()

    drive(story())


@pytest.mark.parametrize("is_opened", [False, True], ids=["as found", "address opened, TLS unticked"])
def test_no_password_goes_without_tls_to_a_server_that_dns_names(drive, ground, is_opened):
    heard = bytearray()

    async def listen(reader, writer):
        heard.extend(await reader.read(65536))
        writer.close()

    async def story():
        plain = await asyncio.start_server(listen, "127.0.0.1", 0)
        port = plain.sockets[0].getsockname()[1]
        with name_server(example_test=[f"0 0 {port} {HOST}."]) as names:
            ground.finder = Finder({}, (), None, lambda: names.resolver("example.test"))
            asked = asyncio.create_task(signed_in(ground, title))
            shown = await wait_until(lambda: dialog() and dialog().foot.text == "Server available" and dialog())
            if is_opened:
                shown.server.open()
                assert not shown.server.tls.isEnabled()
                shown.server.tls.setChecked(False)
                shown.server.field.line.setText(f"{HOST.upper()}:{port}")
            await enter("eva", "very-secret-ave")
            await wait_until(lambda: shown.server.field.error)
            assert b"very-secret-ave" not in heard
            assert heard[0] == 0x16, "a TLS handshake, and nothing else"
            shown.close()
            assert await asked is None
        plain.close()
        await plain.wait_closed()
        await ground.end_tasks()

    drive(story())


@pytest.fixture
def free_port():
    """A port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]
