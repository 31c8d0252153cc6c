"""Look-ups against a real HTTP server: what they find, what they keep, and every way in which they may fail."""

import asyncio
import json
import logging
import ssl
import threading
from datetime import timedelta

import msgspec
import pytest

from operator_panel.crm.look_up import LookUps
from operator_panel.crm.placeholders import CallFacts
from operator_panel.crm.ready_link import ReadyLink
from shared.clock import HandClock, monotonic
from shared.domain.desk import CrmLink, MappedField
from tests.helpers.certificates import certificate_of_this_machine
from tests.helpers.crm_server import open_crm
from tests.helpers.waiting import wait_until

FIELDS = (
    MappedField(name="customer", path="customer.name", title="Customer", role="name"),
    MappedField(name="vip", path="customer.isVip", role="vip"),
    MappedField(name="contract", path="customer.contracts[0].name"),
    MappedField(name="last", path="customer.contracts[-1].name"),
    MappedField(name="tags", path="customer.tags"),
    MappedField(name="debt", path="customer.debt"),
    MappedField(name="nothing", path="customer.note"),
    MappedField(name="absent", path="customer.contracts[7].name"),
    MappedField(name="table", path="customer"),
)
JANA = CallFacts(callerid="777123001", linkedid="1.1")


def link(template, **more):
    given = CrmLink(name="crm", kind="look_up", template=template, fields=FIELDS, timeout_seconds=5.0)
    return ReadyLink(msgspec.structs.replace(given, **more))


@pytest.fixture
async def crm():
    async with open_crm() as made:
        yield made


@pytest.fixture
async def look_ups():
    made = LookUps(HandClock(), lambda name: "s3cret-of-crm" if name == "crm" else None)
    yield made
    await made.close()


async def test_a_customer_is_found(crm, look_ups):
    answer = await look_ups.ask(link(f"{crm.origin}/api/customer?phone={{callerid_e164}}"), JANA)
    assert answer.state == "found"
    assert answer.values == {
        "customer": "Jana Nováková", "vip": "true", "contract": "Gold", "last": "Home", "tags": "loud, <b>bold</b>",
        "debt": "12.5",
    }  # fmt: skip
    assert (answer.host, answer.problem, answer.at) == ("127.0.0.1", "", HandClock().now())
    (asked,) = crm.asked
    assert (asked.method, asked.query) == ("GET", {"phone": "+420777123001"})
    assert asked.headers["accept"] == "application/json"
    assert "cookie" not in asked.headers


async def test_by_post_the_body_is_json_whatever_the_name(crm, look_ups):
    name = '", "phone": "x'
    body = '{"phone": "{callerid_e164}", "name": "{name}", "waited": {wait:number}, "at": {lead.at:number}}'
    asking = link(f"{crm.origin}/api/customer", method="POST", body=body)
    answer = await look_ups.ask(asking, CallFacts(callerid="777123001", name=name, wait=7.4))
    assert answer.state == "found"
    assert json.loads(crm.asked[0].body) == {"phone": "+420777123001", "name": name, "waited": 7, "at": None}
    assert crm.asked[0].headers["content-type"].startswith("application/json")


async def test_the_secret_is_in_its_header_and_nowhere_else(crm, caplog):
    caplog.set_level(logging.DEBUG)
    threads = set()

    def secret_of(name):
        threads.add(threading.current_thread())
        return f"token-of-{name}-1234"

    crm.secret = "token-of-crm-1234"
    look_ups = LookUps(HandClock(), secret_of)
    asking = link(f"{crm.origin}/api/customer?phone={{callerid_e164}}",
                  headers={"Authorization": "Bearer {secret}", "X-Agent": "{agent} {name}"})  # fmt: skip
    answer = await look_ups.ask(asking, CallFacts(callerid="777123001", agent="1002", name="a\r\nX-Evil: 1"))
    assert answer.state == "found"
    assert crm.asked[0].headers["x-agent"] == "1002 a  X-Evil: 1"
    crm.secret = "another"
    refused = await look_ups.ask(asking, CallFacts(callerid="1"))
    assert (refused.state, refused.reason) == ("failed", "refused")
    await look_ups.close()
    assert "token-of-crm" not in caplog.text + repr(answer) + repr(refused)
    assert threading.main_thread() not in threads


async def test_without_a_secret_nothing_is_asked(crm, look_ups):
    asking = link(f"{crm.origin}/api/customer", name="other", headers={"X-Key": "{secret}"})
    answer = await look_ups.ask(asking, JANA)
    assert (answer.state, answer.reason, crm.asked) == ("failed", "no_secret", [])
    assert "this desk has no secret for the link other" in answer.problem


async def test_what_was_found_is_kept_for_its_time(crm):
    clock = HandClock()
    look_ups = LookUps(clock, lambda _name: None)
    asking = link(f"{crm.origin}/api/customer?phone={{callerid_e164}}", cache_seconds=60.0)
    nobody = CallFacts(callerid="+420777000000")
    assert look_ups.known(asking, JANA) is None
    for _ in range(3):
        assert (await look_ups.ask(asking, JANA)).state == "found"
        assert (await look_ups.ask(asking, nobody)).state == "none"
    assert len(crm.asked) == 2
    known = look_ups.known(asking, JANA)
    assert known is not None
    assert known.values["contract"] == "Gold"
    clock.advance(timedelta(seconds=61))
    assert look_ups.known(asking, JANA) is None
    await look_ups.ask(asking, JANA)
    look_ups.forget()
    await look_ups.ask(asking, JANA)
    assert len(crm.asked) == 4
    await look_ups.close()


async def test_those_who_ask_the_same_at_once_ask_once(crm, look_ups):
    asking = link(f"{crm.origin}/api/slow?phone={{callerid_e164}}")
    waiting = [asyncio.create_task(look_ups.ask(asking, JANA)) for _ in range(5)]
    other = asyncio.create_task(look_ups.ask(asking, CallFacts(callerid="222111000")))
    await wait_until(lambda: len(crm.asked) == 2)
    waiting[0].cancel()
    crm.held.set()
    found = await asyncio.gather(*waiting[1:])
    assert {answer.state for answer in [*found, await other]} == {"found"}
    assert len(crm.asked) == 2
    assert waiting[0].cancelled()


async def test_a_slow_one_is_given_up_in_time_and_asked_again_next_time(crm, look_ups):
    asking = link(f"{crm.origin}/api/slow?phone={{callerid_e164}}", timeout_seconds=0.2)
    start = monotonic()
    answer = await look_ups.ask(asking, JANA)
    assert monotonic() - start < 2
    assert (answer.state, answer.problem) == ("slow", "127.0.0.1 did not answer within 0.2 s")
    crm.held.set()
    assert (await look_ups.ask(asking, JANA)).state == "found"


@pytest.mark.parametrize(("path", "state", "reason", "words"), [
    ("status/404", "none", "", ""),
    ("status/410", "none", "", ""),
    ("status/204", "none", "", ""),
    ("empty", "none", "", ""),
    ("status/500", "failed", "status", "answered 500"),
    ("status/401", "failed", "refused", "does not let this desk ask: it answered 401"),
    ("huge", "failed", "too_large", "more than 256 KiB"),
    ("text", "failed", "not_json", "what is no JSON"),
    ("packed", "failed", "not_json", "packed"),
    ("deep", "failed", "not_json", "what is no JSON"),
    ("broken", "failed", "away", "broke off"),
    ("loop", "failed", "redirect", "redirects more than 3 times"),
    ("to?to=file:///etc/passwd", "failed", "redirect", "where nobody is followed"),
    ("to?to=http://[", "failed", "redirect", "no address"),
])  # fmt: skip
async def test_a_bad_day_is_one_line(crm, look_ups, path, state, reason, words):
    answer = await look_ups.ask(link(f"{crm.origin}/api/{path}"), JANA)
    assert (answer.state, answer.reason, answer.values) == (state, reason, {})
    assert words in answer.problem
    assert "\n" not in answer.problem


async def test_where_nobody_listens_and_where_there_is_no_such_server(crm, look_ups):
    port = crm.port
    await crm.close()
    answer = await look_ups.ask(link(f"http://127.0.0.1:{port}/api/customer"), JANA)
    assert (answer.state, answer.reason) == ("failed", "away")
    assert answer.problem.startswith("127.0.0.1 cannot be reached: ")
    answer = await look_ups.ask(link("http://no-such-server.invalid/"), JANA)
    assert answer.problem.startswith("no-such-server.invalid cannot be reached: ")
    await crm.open(port)
    assert (await look_ups.ask(link(f"{crm.origin}/api/customer?phone={{callerid_e164}}"), JANA)).state == "found"


async def test_an_old_system_may_speak_its_own_letters(crm, look_ups):
    answer = await look_ups.ask(link(f"{crm.origin}/api/latin"), JANA)
    assert answer.values == {"customer": "Řehoř Žluťoučký"}


async def test_a_redirect_at_home_keeps_the_secret_and_one_to_another_server_gets_nothing(crm, look_ups):
    headers = {"Authorization": "Bearer {secret}", "X-Agent": "7"}
    at_home = f"{crm.origin}/api/to?to=/api/customer%3Fphone=%252B420777123001"
    answer = await look_ups.ask(link(at_home, headers=headers), JANA)
    assert (answer.state, crm.asked[1].headers["authorization"]) == ("found", "Bearer s3cret-of-crm")
    async with open_crm() as stranger:
        there_and_back = f"{stranger.origin}/api/to%3Fto={crm.origin}/api/customer"
        answer = await look_ups.ask(link(f"{crm.origin}/api/to?to={there_and_back}", headers=headers), JANA)
        assert answer.state == "none"
        assert "authorization" in crm.asked[2].headers
        for asked in (stranger.asked[0], crm.asked[3]):
            assert not {"authorization", "x-agent"} & set(asked.headers)
        posted = link(f"{crm.origin}/api/to?status=307&to={stranger.origin}/api/customer", method="POST",
                      body='{"phone": "{callerid}"}')  # fmt: skip
        answer = await look_ups.ask(posted, JANA)
        assert (answer.state, answer.reason, len(stranger.asked)) == ("failed", "redirect", 1)
        read = link(f"{at_home}&status=303", method="POST", body="{}")
        assert (await look_ups.ask(read, JANA)).state == "found"
        assert (crm.asked[-1].method, crm.asked[-1].body) == ("GET", "")


async def test_what_is_under_way_when_the_panel_ends_is_given_up(crm):
    look_ups = LookUps(HandClock(), lambda _name: None)
    task = asyncio.create_task(look_ups.ask(link(f"{crm.origin}/api/slow"), JANA))
    await wait_until(lambda: crm.asked)
    await look_ups.close()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_certificate_that_nobody_vouches_for_gets_no_secret(tmp_path, look_ups):
    certificate, key = certificate_of_this_machine(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    came = []
    server = await asyncio.start_server(lambda reader, writer: came.append(reader), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    asking = link(f"https://127.0.0.1:{port}/", headers={"X-Key": "{secret}"})
    answer = await look_ups.ask(asking, JANA)
    assert (answer.state, answer.reason, came) == ("failed", "away", [])
    assert answer.problem == "127.0.0.1 shows a certificate that is not valid: self-signed certificate"
    server.close()
    await server.wait_closed()
