"""The panel's port over real sockets: what programs and pages may do there, and who is turned away."""

import asyncio
import json
import logging
import os
import stat

import aiohttp
import msgspec
import pytest

from operator_panel.local_port.desk import DeskCall
from operator_panel.local_port.events import MOST_LISTENERS
from operator_panel.local_port.port import LocalPort, origins_of
from operator_panel.settings import LocalPortSettings
from shared.clock import HandClock, SystemClock
from tests.helpers.waiting import wait_until
from tests.integration.operator_panel.own_desk import OwnDesk

PAGE = "https://crm.example.com"
CALL = DeskCall(call="1.1", stage="ringing", number="+420777123001", name='<b>"Jana"</b>', queue="support")


class Guest:
    """A program or a page on the same desk."""

    def __init__(self, port: LocalPort, token: str, session: aiohttp.ClientSession) -> None:
        self.port, self.token, self.session = port, token, session

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port.number}"

    async def ask(self, method, path, body=None, token=None, content=None, **headers):
        given = {"Authorization": f"Bearer {self.token if token is None else token}"}
        if body is not None or content is not None:
            given["Content-Type"] = "application/json"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        content = json.dumps(body) if body is not None else content
        async with self.session.request(method, self.address + path, data=content, headers=given) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None, response.headers

    def listen(self, **headers):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.ws_connect(f"{self.address}/events", headers=given)


@pytest.fixture
def desk():
    return OwnDesk()


@pytest.fixture
async def port(desk, tmp_path):
    made = LocalPort(desk, SystemClock(), tmp_path / "config/local_port.token", 0)
    assert await made.open(frozenset({PAGE}))
    yield made
    await made.close()


@pytest.fixture
async def guest(port, tmp_path):
    token = (tmp_path / "config/local_port.token").read_text().strip()
    async with aiohttp.ClientSession() as session:
        yield Guest(port, token, session)


async def test_a_program_uses_the_panel(guest, desk):
    wishes = [
        ("/dial", {"number": "+420 777 123 001"}, ("dial", "+420 777 123 001")),
        ("/pop", {}, ("pop", None)),
        ("/pop", {"call": "1.1"}, ("pop", "1.1")),
        ("/disposition", {"code": "sold", "text": "a\nb", "unknown": 1}, ("disposition", None, "sold", "a\nb")),
        ("/note", {"text": "příště", "call": "1.1"}, ("note", "1.1", "příště")),
    ]
    for path, body, asked in wishes:
        assert (await guest.ask("POST", path, body))[:2] == (200, {"ok": True})
        assert desk.asked[-1] == asked
    status, state, headers = await guest.ask("GET", "/state")
    assert (status, state["agent"], state["state"], state["is_live"]) == (200, "1002", "ready", True)
    assert (headers["Cache-Control"], headers["Server"]) == ("no-store", "callcentre")
    desk.become(CALL)
    assert (await guest.ask("GET", "/calls"))[1][0]["name"] == '<b>"Jana"</b>'
    assert (await guest.ask("POST", "/pop", content=""))[0] == 200


async def test_the_token_is_made_once_and_is_its_owners(guest, port, tmp_path):
    file = tmp_path / "config/local_port.token"
    assert len(guest.token) >= 32
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = LocalPort(OwnDesk(), SystemClock(), file, 0)
    assert await again.open(frozenset())
    assert file.read_text().strip() == guest.token
    await again.close()
    assert again.number == 0


@pytest.mark.parametrize("token", ["", "wrong", "ěšč", "x" * 3000])
async def test_without_the_token_nothing_is_done_and_nothing_is_told(guest, desk, token):
    for method, path in (("POST", "/dial"), ("GET", "/state"), ("GET", "/calls"), ("GET", "/nothing")):
        status, said, _ = await guest.ask(method, path, {"number": "1"} if method == "POST" else None, token=token)
        assert (status, said["error"]) == (401, "no_token")
    assert desk.asked == []


async def test_a_page_of_the_settings_may_and_a_foreign_one_may_not(guest, desk):
    status, _, headers = await guest.ask("POST", "/dial", {"number": "1002"}, Origin=PAGE)
    assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (200, PAGE, "Origin")
    foreign = "https://evil.example", "null", "http://crm.example.com", PAGE + ":8443", PAGE + ".evil.example", ""
    for origin in foreign:
        for method, path in (("POST", "/dial"), ("OPTIONS", "/dial"), ("GET", "/state")):
            body = {"number": "6"} if method == "POST" else None
            status, said, headers = await guest.ask(method, path, body, Origin=origin)
            assert (status, said["error"]) == (403, "bad_origin")
            assert "Access-Control-Allow-Origin" not in headers
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await guest.listen(Origin=origin, Authorization=f"Bearer {guest.token}")
        assert caught.value.status == 403
    assert desk.asked == [("dial", "1002")]
    assert await guest.port.open(frozenset({"https://evil.example"}))  # the settings have changed
    assert (await guest.ask("GET", "/state", Origin="https://evil.example"))[0] == 200
    assert (await guest.ask("GET", "/state", Origin=PAGE))[0] == 403


async def test_a_browser_that_asks_before_it_asks(guest):
    status, said, headers = await guest.ask(
        "OPTIONS", "/dial", token="", Origin=PAGE, Access_Control_Request_Method="POST",
        Access_Control_Request_Private_Network="true", Access_Control_Request_Headers="authorization")  # fmt: skip
    assert (status, said) == (204, None)
    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers["Access-Control-Allow-Private-Network"] == "true"
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Access-Control-Allow-Private-Network" not in (await guest.ask("OPTIONS", "/dial", Origin=PAGE))[2]
    status, said, headers = await guest.ask("GET", "/state", token="wrong", Origin=PAGE)
    assert (status, headers["Access-Control-Allow-Origin"]) == (401, PAGE)  # so that the page can say what is wrong


async def test_a_foreign_name_that_points_here_is_turned_away(guest, desk):
    number = guest.port.number
    for host in ("evil.example", f"evil.example:{number}", "127.0.0.1", f"127.0.0.1:{number + 1}", ""):
        status, said, _ = await guest.ask("POST", "/dial", {"number": "1"}, Host=host)
        assert (status, said["error"]) == (403, "bad_host")
    for host in (f"localhost:{number}", f"LOCALHOST:{number}"):
        assert (await guest.ask("POST", "/dial", {"number": "1"}, Host=host))[0] == 200
    assert len(desk.asked) == 2


@pytest.mark.parametrize(("path", "content", "status", "code"), [
    ("/dial", "{", 400, "bad_request"),
    ("/dial", "", 400, "bad_request"),
    ("/dial", "[]", 400, "bad_request"),
    ("/dial", '{"number": 5}', 400, "bad_request"),
    ("/dial", '{"number": ""}', 400, "bad_request"),
    ("/dial", '{"number": "1\\r\\nAction: Originate"}', 400, "bad_request"),
    ("/dial", '{"number": "\\u202e1"}', 400, "bad_request"),
    ("/dial", "[" * 10_000, 400, "bad_request"),
    ("/dial", b"\xff\xfe", 400, "bad_request"),
    ("/note", '{"text": "' + "x" * 4001 + '"}', 400, "bad_request"),
    ("/disposition", '{"code": "a\\nb"}', 400, "bad_request"),
    ("/note", "x" * 17_000, 413, "too_large"),
    ("/nothing", "{}", 404, "unknown"),
    ("/state", "{}", 405, "wrong_method"),
    ("/dial", '{"number": "nobody"}', 409, "bad_number"),
    ("/dial", '{"number": "later"}', 503, "unavailable"),
])  # fmt: skip
async def test_what_is_wrong_is_said_in_one_line(guest, desk, path, content, status, code):
    found, said, _ = await guest.ask("POST", path, content=content)
    assert (found, said["error"]) == (status, code)
    assert "\n" not in said["message"]
    assert guest.token not in json.dumps(said)
    assert desk.asked == []


async def test_a_form_of_a_page_is_no_wish(guest, desk):
    status, said, _ = await guest.ask("POST", "/dial", content='{"number": "1"}', Content_Type="text/plain")
    assert (status, said["error"], desk.asked) == (415, "not_json", [])


@pytest.mark.expects_log("a request at the local port failed")
async def test_a_mistake_in_the_panel_is_not_told_to_strangers(guest):
    status, said, _ = await guest.ask("POST", "/dial", {"number": "mistake"})
    assert (status, said["error"]) == (500, "failed")
    assert "mistake" not in said["message"]


async def test_who_asks_too_often_has_to_wait_and_strangers_keep_nobody_out(desk, tmp_path):
    port = LocalPort(desk, HandClock(), tmp_path / "token", 0)
    await port.open(frozenset())
    async with aiohttp.ClientSession() as session:
        guest = Guest(port, (tmp_path / "token").read_text().strip(), session)
        strange = [(await guest.ask("GET", "/state", token="x"))[0] for _ in range(30)]
        assert strange == [401] * 20 + [429] * 10
        usual = [(await guest.ask("GET", "/state"))[0] for _ in range(70)]
        assert usual == [200] * 60 + [429] * 10
    await port.close()


@pytest.mark.expects_log("the port for programs on this PC, [0-9]+, cannot be opened: ")
async def test_a_port_that_is_taken_is_one_line_and_opens_when_it_is_free(port, desk, tmp_path):
    other = LocalPort(desk, SystemClock(), tmp_path / "other.token", port.number)
    assert not await other.open(frozenset())
    assert f"the port for programs on this PC, {port.number}, cannot be opened" in other.problem
    assert "\n" not in other.problem
    assert other.number == 0
    await port.close()
    assert await other.open(frozenset())
    assert other.problem == ""
    await other.close()


async def test_two_who_open_it_at_once_open_one(desk, tmp_path):
    port = LocalPort(desk, SystemClock(), tmp_path / "token", 0)
    assert all(await asyncio.gather(port.open(frozenset()), port.open(frozenset({PAGE}))))
    assert port.number
    await port.close()
    assert desk._hearing == []
    opening = asyncio.create_task(port.open(frozenset()))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert port.number == 0
    assert await port.open(frozenset())
    await port.close()


@pytest.mark.expects_log("stays closed: ")
@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
async def test_a_token_that_others_can_read_keeps_the_port_closed(desk, tmp_path):
    file = tmp_path / "token"
    file.write_text("x" * 32)
    file.chmod(0o644)
    port = LocalPort(desk, SystemClock(), file, 0)
    assert not await port.open(frozenset())
    assert "can be read by others" in port.problem
    await port.close()


@pytest.mark.expects_log("stays closed: ")
async def test_a_folder_that_cannot_be_made_keeps_the_port_closed(desk, tmp_path):
    (tmp_path / "file").write_text("")
    port = LocalPort(desk, SystemClock(), tmp_path / "file/token", 0)
    assert not await port.open(frozenset())


def test_when_the_port_is_wanted():
    def wanted(mode, origins=(), described=()):
        return origins_of(LocalPortSettings(mode=mode, origins=list(origins)), tuple(described))

    assert wanted("auto") is None
    assert wanted("off", [PAGE], [PAGE]) is None
    assert wanted("on") == frozenset()
    assert wanted("auto", ["http://a"], [PAGE + "/"]) == {"http://a", PAGE}


# --- events


async def heard(socket):
    return json.loads((await socket.receive(5)).data)


async def test_a_page_hears_what_happens(guest, desk):
    async with guest.listen(Origin=PAGE) as socket:
        await socket.send_json({"token": guest.token})
        hello = await heard(socket)
        assert (hello["event"], hello["state"]["agent"], hello["calls"]) == ("hello", "1002", [])
        talking = msgspec.structs.replace(CALL, stage="talking", values={"id": "7"})
        held = msgspec.structs.replace(talking, stage="on_hold")
        desk.become(CALL)
        desk.become(CALL)
        desk.become(talking, state=msgspec.structs.replace(desk.now_state, state="talking"))
        desk.become(held)
        desk.become(msgspec.structs.replace(CALL, call="2.2", stage="dialling"))
        said = [await heard(socket) for _ in range(6)]
        assert [one["event"] for one in said] == ["ringing", "answered", "state", "changed", "ended", "dialling"]
        assert said[0]["call"]["number"] == "+420777123001"
        assert said[1]["call"]["values"] == {"id": "7"}
        assert said[2]["state"]["state"] == "talking"
        assert said[0]["at"].endswith("Z")


async def test_a_program_says_its_token_in_the_header(guest, desk):
    async with guest.listen(Authorization=f"Bearer {guest.token}") as socket:
        assert (await heard(socket))["event"] == "hello"
        desk.become(CALL)
        assert (await heard(socket))["event"] == "ringing"
        desk.become(msgspec.structs.replace(CALL, stage="wrapping_up"))
        assert (await heard(socket))["event"] == "ended"


@pytest.mark.parametrize("first", ['{"token": "wrong"}', "{}", "x", '{"token": 5}', "[" * 3000, b"\x00"])
async def test_without_the_token_nothing_is_heard(guest, desk, first):
    async with guest.listen(Origin=PAGE) as socket:
        await (socket.send_str(first) if isinstance(first, str) else socket.send_bytes(first))
        refused = await heard(socket)
        assert (refused["event"], refused["error"]) == ("refused", "no_token")
        desk.become(CALL)
        assert (await socket.receive(5)).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 1008
    async with guest.listen(Authorization="Bearer wrong") as socket:
        assert (await heard(socket))["error"] == "no_token"


async def test_who_says_nothing_is_let_go(guest, monkeypatch):
    monkeypatch.setattr("operator_panel.local_port.events.TOKEN_SECONDS", 0.1)
    async with guest.listen() as socket:
        assert (await heard(socket))["error"] == "no_token"


async def test_only_so_many_may_listen(guest):
    sockets = [await guest.listen(Authorization=f"Bearer {guest.token}") for _ in range(MOST_LISTENERS)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await guest.listen(Authorization=f"Bearer {guest.token}")
    assert caught.value.status == 503
    await sockets[0].close()
    async with await _soon(guest) as socket:
        assert (await heard(socket))["event"] == "hello"
    for socket in sockets:
        await socket.close()


async def _soon(guest):
    async def listening():
        try:
            return await guest.listen(Authorization=f"Bearer {guest.token}")
        except aiohttp.WSServerHandshakeError:
            return None

    return await wait_until(listening)


async def test_who_talks_too_much_or_too_long_is_let_go(guest):
    async with guest.listen(Authorization=f"Bearer {guest.token}") as socket:
        await heard(socket)
        for _ in range(100):
            await socket.send_str("x")
        assert (await socket.receive(5)).type is aiohttp.WSMsgType.CLOSE
    async with guest.listen() as socket:
        await socket.send_str("x" * 10_000)
        while (message := await socket.receive(5)).type is aiohttp.WSMsgType.TEXT:
            assert "no_token" in message.data or "too_many" in message.data


async def test_who_does_not_keep_up_is_let_go_and_the_others_hear_on(guest, desk, monkeypatch):
    monkeypatch.setattr("operator_panel.local_port.events.MOST_WAITING", 10)
    async with guest.listen(Authorization=f"Bearer {guest.token}") as socket:
        await heard(socket)
        for number in range(50):  # without a pause: nobody could read meanwhile
            desk.become(msgspec.structs.replace(CALL, name=str(number)))
        seen = []
        while (message := await socket.receive(5)).type is aiohttp.WSMsgType.TEXT:
            seen.append(json.loads(message.data)["event"])
        assert len(seen) < 50
        assert socket.close_code == 1013
    async with guest.listen(Authorization=f"Bearer {guest.token}") as socket:
        assert (await heard(socket))["calls"][0]["name"] == "49"


async def test_when_the_panel_ends_those_who_listen_are_told(guest, desk):
    async with guest.listen(Authorization=f"Bearer {guest.token}") as socket:
        await heard(socket)
        closing = asyncio.create_task(guest.port.close())
        assert (await socket.receive(5)).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 1001
        await closing
    assert desk._hearing == []


async def test_what_is_no_http_does_no_harm(guest, caplog):
    caplog.set_level(logging.DEBUG)
    for rubbish in (
        b"\x16\x03\x01\x02\x00", b"GET / HTTP/1.1\r\n\r\n", b"GET " + b"x" * 9000, b"POST /dial HTTP/9.9\r\n\r\n",
        b"GET /events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
    ):  # fmt: skip
        reader, writer = await asyncio.open_connection("127.0.0.1", guest.port.number)
        writer.write(rubbish)
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), 5)
        assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
        writer.close()
    assert (await guest.ask("GET", "/state"))[0] == 200
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert guest.token not in caplog.text
