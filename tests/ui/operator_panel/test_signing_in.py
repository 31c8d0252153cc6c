"""Into a shift and back: the pause in which it begins, what is remembered, a server that is away at the start."""

import keyring
import pytest
from keyring.backend import KeyringBackend

from operator_panel.app.memory import FILE, Memory
from shared.qt import keys
from shared.qt.preferences import Server
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import office
from tests.ui.operator_panel.work import DESK, Work, at_work, working

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(120)]

PREPARING = '[desk]\nsign_in_reason = "prep"\n' + DESK + '\n[[pause_reason]]\nreason = "prep"\ntitle = "Příprava"\n'


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


def test_a_shift_begins_in_its_pause_and_the_next_sign_in_says_so(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url, PREPARING) as (centre, it):
            seen = set()
            await it.sign_in("petr", "1001")
            panel = await it.seated()
            panel.bridge.changed.connect(lambda: seen.add(it.screen.state.state.token))
            screen = await it.until(lambda one: one.state.state.token == "paused", "the pause")
            assert screen.state.detail == "Příprava"
            assert centre.paused("vip") == {"PJSIP/1001": "prep"}
            assert "ready" not in seen, "no call could have come in between"
            it.wish("logout", choice="support")
            await it.until(lambda one: sum(chip.is_joined for chip in one.queues.chips) == 1, "one queue")
            it.wish("leave_seat")
            shown = await it.until_dialog()
            assert "Příprava" in shown._hint.text()
            assert centre.members("vip") == {}
            await it.sign_in("petr", "")  # his own phone
            await it.until(lambda one: one.state.state.token == "paused", "the pause again")
            assert (list(centre.members("vip")), centre.members("support")) == (["PJSIP/1001"], {})

    drive(story())


def test_what_shall_not_be_remembered_is_not(drive, ground, tmp_path, database_url):
    async def story():
        async with at_work(ground, tmp_path, database_url) as (_, it):
            shown = await it.until_dialog()
            shown.remember.setChecked(False)
            await it.sign_in("petr", "1001")
            await it.until(lambda one: one.state.state.token == "ready", "ready")
        assert Memory(tmp_path / FILE).of.extensions == ()
        assert ground.preferences.account == ""

    drive(story())


def test_a_panel_that_waits_for_its_server_finds_its_shift(drive, ground, tmp_path, database_url, free_port):
    keyring.set_keyring(Keys())
    server = Server(host="127.0.0.1", port=free_port)
    keys.keep(f"127.0.0.1:{free_port}", "petr", "rtep")
    ground.preferences.account, ground.preferences.server = "petr", server

    async def story():
        async with office(tmp_path, database_url, DESK) as centre:
            centre.feed_port = free_port
            async with centre.open():
                petr = await centre.panel("petr")
                await petr.ask("seat.take", extension="1001")
                await petr.ask("agent.login", queues=["vip"])
            it = Work(ground, free_port, tmp_path)
            running = ground.spawn(it.shifts.run(), "shifts")
            screen = await it.until(lambda one: one.mode == "connecting", "nothing yet")
            assert it.dialog is None
            assert screen.popups == ()
            async with centre.open():
                await it.until(lambda one: one.state.state.token == "ready", "the shift as it is", 30)
                assert it.screen.header.phone == "extension 1001"
                assert list(centre.members("vip")) == ["PJSIP/1001"]
                own = it.panel.sources.asking
                await wait_until(lambda: own.own_calls and own.own_calls.is_complete, 20, "what it asked was answered")
                ground.stop()
                await running

    drive(story())


def test_without_a_seat_it_asks_for_one_with_everything_filled_in(drive, ground, tmp_path, database_url):
    async def story():
        async with office(tmp_path, database_url, DESK) as centre, centre.open() as daemon:
            assert daemon.feed is not None
            keyring.set_keyring(Keys())
            keys.keep(f"127.0.0.1:{daemon.feed.port}", "petr", "rtep")
            ground.preferences.account = "petr"
            memory = Memory(tmp_path / FILE)
            memory.sat_at("1003", "")
            async with working(ground, centre, tmp_path) as it:
                shown = await it.until_dialog()
                assert (shown.account.line.text(), shown.password.line.text()) == ("petr", "rtep")
                assert shown.question is not None
                assert (shown.question.answer, shown.question.error) == ("1003", "")
                shown.button.click()
                await it.until(lambda one: one.state.state.token == "ready", "ready")
                assert it.screen.header.phone == "extension 1003"
                await wait_until(lambda: set(centre.members("vip")) == {"PJSIP/1003"}, 20, "there")

    drive(story())


@pytest.fixture
def free_port():
    """A port at which nobody listens."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
