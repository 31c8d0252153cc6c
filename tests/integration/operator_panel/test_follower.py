"""The links of a desk followed for real: a customer system that is asked, pages that come after it, real programs."""

import asyncio
import logging
import sys
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from operator_panel.crm.follower import Follower
from operator_panel.crm.look_up import Answer
from operator_panel.crm.outlets import Outlets, Sitter
from shared.clock import HandClock, SystemClock
from shared.domain.board import CallRow
from shared.domain.description import CentreDescription, QueueDescription
from shared.domain.desk import CrmLink, DeskDescription, MappedField
from tests.helpers.crm_server import open_crm
from tests.helpers.waiting import wait_until

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
SITTER = Sitter("1002", "Petr Dvořák", frozenset({"support"}))
CENTRE = CentreDescription(queues=(QueueDescription(queue="support", title="Podpora"),))
RINGING = CallRow(pbx="main", call="1.1", direction="inbound", phase="ringing", started=AT, since=AT, line="222111000",
                  caller="777123001", queue="support", queue_entered=AT, ringing=("1002",))  # fmt: skip
TALKING = msgspec.structs.replace(RINGING, phase="talking", ringing=(), agents=("1002",), waited_seconds=8.0)


class Desk:
    """A follower and all that came out of it."""

    def __init__(self, *links, schemes=frozenset(), clock=None):
        self.opened: list[str] = []
        self.answers: list[tuple[str, Answer]] = []
        self.problems: list[tuple[str, str]] = []
        self.follower = Follower(
            clock or SystemClock(), lambda _name: "the-secret",
            Outlets(self.opened.append, lambda call, answer: self.answers.append((call, answer)),
                    lambda link, problem: self.problems.append((link, problem))), schemes)  # fmt: skip
        self.follower.describe(DeskDescription(links=links), CENTRE)
        self.look()

    def look(self, *rows, at=AT):
        self.follower.look(rows, SITTER, at)

    def states(self):
        return [answer.state for _call, answer in self.answers]


def look_up(crm, name="crm", path="/api/customer?phone={callerid_e164}", triggers=("ringing",)):
    fields = (MappedField(name="id", path="customer.id"), MappedField(name="customer", path="customer.name"))
    return CrmLink(name=name, kind="look_up", triggers=triggers, template=crm.origin + path, fields=fields,
                   timeout_seconds=5.0)  # fmt: skip


def page(template, name="page", triggers=("ringing",)):
    return CrmLink(name=name, kind="url", triggers=triggers, template=template)


@pytest.fixture
async def crm():
    async with open_crm() as made:
        yield made


async def test_a_page_comes_after_the_look_up_that_it_uses(crm):
    desk = Desk(
        page("https://crm.example/{crm.id}?wait={wait}&q={queue_title}&who={agent_name}"),
        page("https://crm.example/at-once", "other"),
        look_up(crm, path="/api/slow?phone={callerid_e164}"),
    )  # fmt: skip
    desk.look(RINGING, at=AT + timedelta(seconds=8))
    await wait_until(lambda: crm.asked)
    assert desk.opened == ["https://crm.example/at-once"]
    assert desk.states() == ["asking"]
    crm.held.set()
    await wait_until(lambda: len(desk.opened) == 2)
    assert desk.opened[1] == "https://crm.example/4711?wait=8&q=Podpora&who=Petr%20Dvo%C5%99%C3%A1k"
    assert desk.states() == ["asking", "found"]
    assert desk.follower.answers("1.1")[0].values == {"id": "4711", "customer": "Jana Nováková"}
    desk.look(RINGING)
    desk.look(TALKING)
    desk.look()
    assert len(desk.opened) == 2
    await desk.follower.close()


async def test_a_kept_answer_is_there_at_once_and_the_page_too(crm):
    desk = Desk(look_up(crm), page("https://crm.example/{crm.id|new}"))
    desk.look(RINGING)
    await wait_until(lambda: desk.opened)
    desk.look(RINGING, msgspec.structs.replace(RINGING, call="2.2"))
    await wait_until(lambda: len(desk.opened) == 2)
    assert desk.opened == ["https://crm.example/4711"] * 2
    assert desk.states() == ["asking", "found", "found"]
    assert len(crm.asked) == 1
    await desk.follower.close()


async def test_where_the_look_up_fails_the_page_opens_without_it(crm):
    desk = Desk(look_up(crm, path="/api/status/500"), page("https://crm.example/{crm.id|new}"))
    desk.look(RINGING)
    await wait_until(lambda: desk.opened)
    assert desk.opened == ["https://crm.example/new"]
    assert desk.states() == ["asking", "failed"]
    assert desk.problems == []
    await desk.follower.close()


async def test_by_hand_as_often_as_one_likes():
    desk = Desk(page("https://crm.example/{callerid_national}", triggers=("manual",)))
    desk.look(TALKING)
    for _ in range(2):
        desk.follower.follow("page", TALKING, AT)
    desk.follower.follow("nothing", TALKING, AT)
    assert desk.opened == ["https://crm.example/777123001"] * 2
    await desk.follower.close()


@pytest.mark.expects_log("link crm: addresses of javascript are not opened")
async def test_by_hand_a_look_up_opens_the_page_it_has_found(crm):
    crm.customers["+420777123001"] = {"id": 1, "page": "https://crm.example/c/1?x=%2B"}
    crm.customers["+420777123002"] = {"id": 2, "page": "javascript:alert(1)"}
    fields = (MappedField(name="id", path="customer.id"), MappedField(name="page", path="customer.page", role="page"))
    desk = Desk(msgspec.structs.replace(look_up(crm), fields=fields))
    other = msgspec.structs.replace(RINGING, call="2.2", caller="777123002")
    desk.look(RINGING, other)
    await wait_until(lambda: desk.states().count("found") == 2)
    desk.follower.follow("crm", RINGING, AT)
    desk.follower.follow("crm", other, AT)
    assert desk.opened == ["https://crm.example/c/1?x=%2B"]
    assert [link for link, _problem in desk.problems] == ["crm"]
    unknown = msgspec.structs.replace(RINGING, call="3.3", caller="777123003")
    desk.follower.follow("crm", unknown, AT)
    await wait_until(lambda: desk.states()[-1] == "none")
    await desk.follower.close()


async def test_what_is_written_goes_along_when_it_is_saved():
    ended = page("https://crm.example/?d={disposition}&n={note}", triggers=("ended",))
    desk = Desk(ended, page("https://crm.example/over", "plain", ("ended",)))
    desk.look(TALKING)
    desk.look()
    assert desk.opened == ["https://crm.example/over"]
    desk.follower.written("9.9", "another", "x", AT)
    desk.follower.written("1.1", "back\non Monday", "sold", AT)
    desk.follower.written("1.1", "again", "sold", AT)
    assert desk.opened[1:] == ["https://crm.example/?d=sold&n=back%0Aon%20Monday"]
    await desk.follower.close()


async def test_what_is_never_written_goes_with_the_next_call_or_after_a_while():
    desk = Desk(page("https://crm.example/{linkedid}?{disposition|none}", triggers=("ended",)))
    second = msgspec.structs.replace(TALKING, call="2.2")
    desk.look(TALKING)
    desk.look(at=AT)
    desk.look(at=AT + timedelta(minutes=9))
    assert desk.opened == []
    desk.look(second, at=AT + timedelta(minutes=9))
    assert desk.opened == ["https://crm.example/1.1?none"]
    desk.look(at=AT + timedelta(minutes=12))
    desk.look(at=AT + timedelta(minutes=23))
    assert desk.opened[1:] == ["https://crm.example/2.2?none"]
    await desk.follower.close()


@pytest.mark.expects_log("link bad: unknown placeholder", "link long: the https address is longer")
async def test_a_link_that_is_wrong_is_told_once_and_the_others_work():
    desk = Desk(
        page("https://crm.example/{nobody}", "bad"), page("https://crm.example/ok", "good"),
        page("https://crm.example/?" + "{name}" * 40, "long"),
    )  # fmt: skip
    desk.look(msgspec.structs.replace(RINGING, caller_name="ř" * 60))
    assert desk.opened == ["https://crm.example/ok"]
    assert [link for link, _problem in desk.problems] == ["bad", "long"]
    assert not desk.follower.is_ready(page("", "bad"))
    desk.follower.describe(DeskDescription(links=(page("https://crm.example/ok", "good"),)), CENTRE)
    for _ in range(2):
        desk.follower.describe(DeskDescription(links=(page("https://crm.example/{nobody}", "bad"),)), CENTRE)
    assert len(desk.problems) == 3
    await desk.follower.close()


# --- programs

ECHO = """import sys, pathlib
pathlib.Path(sys.argv[1]).write_text(repr(sys.argv[2:]), 'utf-8')
print('said', sys.argv[2])
"""


def program(*arguments, name="program"):
    return CrmLink(name=name, kind="program", triggers=("ringing",), arguments=(sys.executable, *arguments))


async def test_a_program_gets_its_arguments_as_they_are(tmp_path, caplog):
    caplog.set_level(logging.DEBUG, "operator_panel.crm.program")
    desk = Desk(program("-c", ECHO, str(tmp_path / "said"), "{name}", "--queue={queue}", "$HOME `id` ; \"x\" %PATH%"))
    name = "O'Neil \"$(touch /tmp/x)\" & | ; řeka"
    desk.look(msgspec.structs.replace(RINGING, caller_name=name))
    await wait_until(lambda: "said" in caplog.text)
    assert (tmp_path / "said").read_text("utf-8") == repr([name, "--queue=support", "$HOME `id` ; \"x\" %PATH%"])
    assert all(record.levelno == logging.DEBUG for record in caplog.records)
    await desk.follower.close()


@pytest.mark.expects_log("link none: /no/such/program cannot be started: No such file", "ended at once with 3")
@pytest.mark.skipif(sys.platform == "win32", reason="the system's words are others there")
async def test_a_program_that_fails_is_one_line():
    missing = CrmLink(name="none", kind="program", arguments=("/no/such/program", "{name}"))
    desk = Desk(missing, program("-c", "raise SystemExit(3)", name="code"), program("-c", "pass", name="well"))
    desk.look(RINGING)
    await wait_until(lambda: len(desk.problems) == 2)
    assert {link for link, _problem in desk.problems} == {"none", "code"}
    assert dict(desk.problems)["code"] == f"link code: {sys.executable} ended at once with 3"
    await desk.follower.close()


async def test_a_program_gets_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("CALLCENTRE_TOKEN", "s3cret")
    code = "import os, sys, pathlib; pathlib.Path(sys.argv[1]).write_text(str('CALLCENTRE_TOKEN' in os.environ))"
    desk = Desk(program("-c", code, str(tmp_path / "said")))
    desk.look(RINGING)
    file = tmp_path / "said"
    await wait_until(lambda: file.exists() and file.read_text() == "False")
    await desk.follower.close()


async def test_a_program_that_stays_open_holds_nothing_up_and_too_many_are_refused(monkeypatch, caplog):
    monkeypatch.setattr("operator_panel.crm.program.MOST_RUNNING", 1)
    wait = "import sys; sys.stdin.read(); import time; time.sleep(3)"
    desk = Desk(program("-c", wait, name="one"), program("-c", wait, name="two"), clock=HandClock())
    desk.look(RINGING)
    await wait_until(lambda: desk.problems)
    assert "1 programs of this kind still run" in desk.problems[0][1]
    await asyncio.wait_for(desk.follower.close(), 1)
    await wait_until(lambda: desk.follower._programs.count == 0)
