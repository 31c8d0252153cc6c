"""The commands about campaigns over the feed of a real daemon: answered, refused in one line, audited."""

from __future__ import annotations

import asyncio
import base64
import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from collector_daemon.billing.workbook import table_of_xlsx
from shared.campaigns.campaign import Campaign
from shared.domain.dialer_replies import ImportReply
from tests.helpers.postgres import Server
from tests.integration.database.contents import rows
from tests.integration.dialer.ground import LIST
from tests.integration.seats.office import Office, Panel, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]
SPRING = Campaign(campaign="spring", title="Jaro", pbx="main", queue="sales")


class Place:
    """The office, and who runs campaigns there."""

    def __init__(self, it: Office, eva: Panel, petr: Panel) -> None:
        self.it, self.eva, self.petr = it, eva, petr

    async def upload(self, content: bytes, key: str = "one", at_once: int = 40_000) -> int:
        """Send a file in parts; how many bytes are there."""
        size = 0
        for part in range(max(1, -(-len(content) // at_once))):
            piece = base64.b64encode(content[part * at_once : (part + 1) * at_once]).decode()
            for _twice in range(2):  # as where an answer was lost
                size = (await self.eva.ask("dialer.upload", upload=key, part=part, content=piece))["bytes"]
        return size

    async def put(self, **more: Any) -> dict[str, Any]:
        """A campaign."""
        wanted = msgspec.to_builtins(msgspec.structs.replace(SPRING, **more))
        return await self.eva.ask("dialer.campaign.put", campaign=wanted)

    async def take(self, *, key: str = "one", **more: Any) -> ImportReply:
        """The end of an import."""
        return await self.ended("dialer.import", campaign="spring", upload=key, name="klienti.csv", **more)

    async def ended(self, command: str, **asked: Any) -> ImportReply:
        """What came of it at last."""
        while True:
            said = await self.eva.ask(command, **asked)
            told = msgspec.convert(said, ImportReply)
            if told.state != "running":
                return told


@pytest.fixture
async def place(tmp_path: Path, postgres: Server, _template: str) -> AsyncIterator[Place]:
    """The daemon at work."""
    url = postgres.create(_template)
    async with office(tmp_path, url) as it, it.open():
        yield Place(it, await it.panel("eva"), await it.panel("petr"))
    postgres.drop(url)


async def test_a_campaign_with_its_list_and_what_comes_of_it(place: Place) -> None:
    assert await place.put() == {"campaign": "spring", "version": 1, "state": "draft"}
    assert (await place.put(title="Jaro!"))["version"] == 2
    content = (LIST + "".join(f"K-{nth};Klient {nth};777{nth:06};;Aš\n" for nth in range(3, 2000))).encode("cp1250")
    assert await place.upload(content) == len(content)
    looked = await place.take()
    assert (looked.state, looked.good, looked.encoding, looked.separator) == ("looked_at", 1999, "cp1250", ";")
    taken = await place.take(is_preview=False)
    assert (taken.state, taken.good, taken.is_new) == ("taken", 1999, True)
    assert (await place.take(is_preview=False)).list == taken.list  # said again, the same is told
    assert rows(place.it.url, "select count(*), min(list), max(list) from contact") == [(1999, taken.list, taken.list)]

    first = taken_first(place)
    change = await place.eva.ask("dialer.contact.change", contact=first, is_excluded=True, why="asked us")
    assert (change["state"], change["contact"]) == ("excluded", first)
    promised = {"next_at": "2026-11-25T09:00:00Z", "next_by": "petr"}
    change = await place.eva.ask("dialer.contact.change", contact=first + 1, **promised)
    assert (change["state"], change["next_by"]) == ("waiting", "petr")
    assert rows(place.it.url, "select contact from contact where is_appointment") == [(first + 1,)]
    assert (await place.eva.ask("dialer.contact.change", contact=first, is_excluded=False))["state"] == "waiting"

    for form in ("csv", "xlsx"):
        while not (made := await place.eva.ask("dialer.export", campaign="spring", form=form))["parts"]:
            pass  # it is being made
        assert (made["file"], made["part"], made["parts"]) == (f"spring.{form}", 0, 1)
        file = base64.b64decode(made["data"])
        table = table_of_xlsx(file) if form == "xlsx" else list(
            csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))
        assert len(table) == 2000
        assert table[0][-1] == "Město"
        assert (table[1][1:5], table[1][-1]) == (["K-1", "Žofie Nováková", "+420777123001", "waiting"], "Plzeň")
    audited = {act for (act,) in rows(place.it.url, "select distinct act from audit")}
    assert {"campaign set", "contacts imported", "contact: excluded", "contact: appointment", "contact: taken_back",
            "results exported"} <= audited  # fmt: skip


def taken_first(place: Place) -> int:
    """The contact of the first line."""
    ((contact,),) = rows(place.it.url, "select min(contact) from contact")
    return int(str(contact))


async def test_lists_and_consents(place: Place) -> None:
    await place.put()
    put = await place.eva.ask("dialer.list.put", list="stop", numbers=["777 123 001", "+420602123002"], why="said so")
    assert (put["new"], put["numbers"]) == (2, 2)
    own = await place.eva.ask("dialer.list.put", list="stop", numbers=["777123001"], campaign="spring")
    assert own["new"] == 1
    assert (await place.eva.ask("dialer.list.remove", list="stop", number="777123001", why="again"))["removed"] == 2
    given = {"number": "777123001", "given_at": "2026-01-05T08:00:00Z", "how": "web"}
    assert await place.eva.ask("dialer.consent", **given) == {"number": "420777123001"}
    assert rows(place.it.url, "select number, is_given, by from consent") == [("420777123001", True, "eva")]
    await place.upload(b"Telefon\n777123009\n777123001\n", "numbers")
    asked = {"list": "web", "upload": "numbers", "name": "stop.csv", "is_preview": False, "campaign": "spring"}
    taken = await place.ended("dialer.list.import", **asked)
    assert (taken.state, taken.good) == ("taken", 2)
    assert rows(place.it.url, "select count(*) from do_not_call where list = 'web' and scope_of = 'spring'") == [(2,)]
    assert (await place.eva.refusal("dialer.list.import", **asked, owner="x"))[0] == "bad_value"
    for code, command, params in (
        ("not_listed", "dialer.list.remove", {"list": "stop", "number": "777123001", "why": "x"}),
        ("bad_number", "dialer.list.put", {"list": "stop", "numbers": ["777"]}),
        ("unknown_campaign", "dialer.list.put", {"list": "stop", "numbers": ["777123001"], "campaign": "none"}),
        ("bad_value", "dialer.consent", {**given, "given_at": "2999-01-01T00:00:00Z"}),
    ):
        refused = await place.eva.refusal(command, **params)
        assert refused[0] == code, refused


async def test_what_cannot_be_is_refused_in_one_line(place: Place) -> None:
    await place.put()
    for more, word in (
        ({"pbx": "another"}, "pbx"), ({"channel": "Local/1@out"}, "channel"), ({"country": "XX"}, "country"),
        ({"timezone": "Mars/Base"}, "time zone"), ({"title": " "}, "title"),
        ({"mode": "power", "ratio": 0.5}, "calls for each free operator"),
    ):
        wanted = msgspec.to_builtins(msgspec.structs.replace(SPRING, **more))
        code, message = await place.eva.refusal("dialer.campaign.put", campaign=wanted)
        assert (code, word in message.lower()) == ("bad_value", True), message
    asked = {"campaign": "spring", "upload": "two", "name": "x"}
    assert (await place.eva.refusal("dialer.import", **asked))[0] == "unknown_upload"
    assert (await place.eva.refusal("dialer.import", **{**asked, "campaign": "none"}))[0] == "unknown_campaign"
    assert (await place.eva.refusal("dialer.upload", upload="two", part=1, content=""))[0] == "unknown_upload"
    assert (await place.eva.refusal("dialer.upload", upload="two", part=0, content="?"))[0] == "bad_value"
    assert (await place.eva.refusal("dialer.contact.change", contact=99, is_excluded=True))[0] == "unknown_contact"
    assert (await place.eva.refusal("dialer.export", campaign="spring", part=7))[0] == "unknown_upload"
    assert (await place.petr.refusal("dialer.campaign.put", campaign={}))[0] == "not_allowed"
    await place.upload(b"Telefon\n12\n", "three")
    told = await place.take(key="three", is_preview=False)
    assert (told.state, told.why, told.faults[0].kind) == ("refused", "faults", "bad_number")
    await place.upload(b"", "four")
    assert (await place.take(key="four")).why == "empty"


async def test_a_daemon_that_stops_in_the_middle_has_taken_nothing(place: Place) -> None:
    await place.put()
    content = b"Telefon\n" + b"".join(b"%d\n" % (222_000_000 + nth) for nth in range(60_000))
    await place.upload(content)
    params = {"campaign": "spring", "upload": "one", "name": "x", "is_preview": False}
    asked = asyncio.create_task(place.eva.ask("dialer.import", **params))
    said = await asked
    assert place.it.daemon is not None
    await place.it.daemon.campaigns.close()
    if said["state"] == "running":
        assert rows(place.it.url, "select count(*) from contact") in ([(0,)], [(60_000,)])  # it may end just before
    else:
        assert rows(place.it.url, "select count(*) from contact") == [(60_000,)]


async def test_a_campaign_that_would_break_the_law_is_not_started(place: Place) -> None:
    wanted = msgspec.structs.replace(SPRING, mode="predictive")
    await place.eva.ask("dialer.campaign.put", campaign=msgspec.to_builtins(wanted))
    code, message = await place.eva.refusal("dialer.start", campaign="spring")
    assert (code, message) == ("bad_value", "nothing is played to those for whom no operator is free.")
    sounding = msgspec.structs.replace(wanted, abandoned_sound="sorry")
    await place.eva.ask("dialer.campaign.put", campaign=msgspec.to_builtins(sounding))
    assert (await place.eva.ask("dialer.start", campaign="spring"))["state"] == "running"
