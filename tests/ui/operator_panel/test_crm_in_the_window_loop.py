"""Look-ups and the local port in the loop that is Qt's too: both ways at once, and windows go on being painted."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import aiohttp
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer, QUrl

from operator_panel.crm.follower import Follower
from operator_panel.crm.outlets import Outlets, Sitter
from operator_panel.crm.placeholders import CallFacts
from operator_panel.crm.ready_link import ReadyLink
from operator_panel.local_port.port import LocalPort
from shared.clock import SystemClock, monotonic
from shared.domain.board import CallRow
from shared.domain.description import CentreDescription
from shared.domain.desk import CrmLink, DeskDescription, MappedField
from tests.helpers.crm_server import open_crm
from tests.helpers.waiting import wait_until
from tests.integration.operator_panel.own_desk import OwnDesk

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
RINGING = CallRow(pbx="main", call="1.1", direction="inbound", phase="ringing", started=AT, since=AT,
                  caller="777123001", queue="support", ringing=("1002",))  # fmt: skip


def follower_of(opened: list[str], answers: list[str]) -> Follower:
    outlets = Outlets(opened.append, lambda _call, one: answers.append(one.state), lambda _link, _problem: None)
    return Follower(SystemClock(), lambda _name: "secret", outlets)


def test_an_answer_comes_while_the_window_lives(drive):
    async def story():
        opened: list[str] = []
        answers: list[str] = []
        follower = follower_of(opened, answers)
        async with open_crm(secret="secret") as crm:
            field = MappedField(name="id", path="customer.id")
            look_up = CrmLink(
                name="crm", kind="look_up", template=crm.origin + "/api/customer?phone={callerid_e164}",
                fields=(field,), headers={"Authorization": "Bearer {secret}"}, timeout_seconds=5.0,
            )  # fmt: skip
            page = CrmLink(name="page", kind="url", template="https://crm.example/{crm.id}")
            follower.describe(DeskDescription(links=(look_up, page)), CentreDescription())
            follower.look([], Sitter("1002"), AT)
            timer = QTimer()  # as a signal of Qt's does it, outside of any coroutine
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: follower.look([RINGING], Sitter("1002"), AT))
            timer.start(0)
            await wait_until(lambda: opened)
            assert (opened, answers) == (["https://crm.example/4711"], ["asking", "found"])
            await follower.close()

    drive(story())


def test_a_slow_customer_system_holds_no_window_up(drive):
    async def story():
        gaps: list[float] = []
        last = monotonic()

        def tick() -> None:
            nonlocal last
            gaps.append(monotonic() - last)
            last = monotonic()

        timer = QTimer()
        timer.timeout.connect(tick)
        answers: list[str] = []
        follower = follower_of([], answers)
        async with open_crm() as crm:
            slow = CrmLink(name="crm", kind="look_up", template=crm.origin + "/api/slow", timeout_seconds=0.6)
            follower.describe(DeskDescription(links=(slow,)), CentreDescription())
            follower.look([], Sitter("1002"), AT)
            timer.start(10)
            follower.look([RINGING], Sitter("1002"), AT)
            await wait_until(lambda: "slow" in answers)
            timer.stop()
            await follower.close()
        assert len(gaps) > 10
        assert max(gaps) < 0.5  # generous: the machine may be busy; a blocking look-up would be 0.6

    drive(story())


def test_the_port_serves_from_the_windows_loop(drive, tmp_path):
    async def story():
        desk, file = OwnDesk(), tmp_path / "token"
        port = LocalPort(desk, SystemClock(), file, 0)
        assert await port.open(frozenset())
        headers = {"Authorization": f"Bearer {file.read_text().strip()}"}
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port.number}", headers=headers) as session:
            async with session.post("/dial", json={"number": "1002"}) as response:
                assert (response.status, desk.asked) == (200, [("dial", "1002")])
            async with session.ws_connect("/events") as socket:
                assert (await socket.receive_json(timeout=5))["event"] == "hello"
                await port.close()
                assert (await socket.receive(5)).type is aiohttp.WSMsgType.CLOSE

    drive(story())


@given(st.text(st.characters(), max_size=60))
def test_what_the_system_opens_is_what_was_meant(name):
    """Qt takes an address apart and puts it together again before it hands it on."""
    facts = CallFacts(callerid="777123001", name=name)
    page = ReadyLink(CrmLink(name="page", kind="url", template="https://crm.example/{callerid_e164}?n=.{name}&end=1"))
    opened = urlsplit(bytes(QUrl(page.address(facts.values())).toEncoded().data()).decode("ascii"))
    assert (opened.netloc, opened.path) == ("crm.example", "/%2B420777123001")
    value = facts.values()["name"]
    assert parse_qs(opened.query) == {"n": ["." + ("" if value in {".", ".."} else value)], "end": ["1"]}
