"""Who works in a campaign: whoever may, and has joined; told, refused and kept by a real daemon."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.campaigns.campaign import CallingHours, Campaign
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows
from tests.integration.seats.office import Office, Panel, office

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
ALWAYS = CallingHours(
    days=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"), begins=0, ends=1440
)
SPRING = Campaign(campaign="spring", title="Jaro", pbx="main", queue="support", mode="preview", hours=(ALWAYS,),
                  is_marketing=False, promise_minutes=10)  # fmt: skip


class Place:
    """The office at work; Petr is at his phone and in the queue, Eva supervises."""

    def __init__(self, it: Office) -> None:
        self.it = it
        self.eva: Panel
        self.petr: Panel

    async def greet(self) -> None:
        """Both are there."""
        self.eva, self.petr = await self.it.panel("eva"), await self.it.panel("petr")

    def give(self, account: str, skills: dict[str, int], *languages: str) -> None:
        """The account, as an administrator would have set it."""
        with psycopg.connect(self.it.url) as connection:
            connection.execute(
                "insert into account (name, agent, sees_all_queues, created_at, version, skills, languages) "
                "values (%s, '1001', false, now(), 0, %s, %s) on conflict (name) do update set "
                "skills = excluded.skills, languages = excluded.languages",
                [account, Jsonb(skills), list(languages)])  # fmt: skip

    async def put(self, **more: Any) -> None:
        """The campaign is like this."""
        wanted = msgspec.to_builtins(msgspec.structs.replace(SPRING, **more))
        await self.eva.ask("dialer.campaign.put", campaign=wanted)

    def contact(self, name: str, **more: Any) -> None:
        """Somebody to be called."""
        with psycopg.connect(self.it.url) as connection:
            columns = {"campaign": "spring", "name": name} | more
            named, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
            found = connection.execute(
                f"insert into contact ({named}) values ({marks}) returning contact", list(columns.values())
            ).fetchone()
            assert found is not None
            connection.execute("insert into contact_number (contact, nth, campaign, number, kind) values "
                               "(%s, 0, 'spring', %s, '')", [found[0], f"42060312300{found[0]}"])  # fmt: skip

    def lies(self) -> str:
        """The name of who lies before Petr."""
        work = self.petr.client.board.work
        return work.contact.name if work is not None and work.contact is not None else ""

    def why(self) -> str:
        """Why nobody does."""
        work = self.petr.client.board.work
        return work.why if work is not None else "in none"


@pytest.fixture
async def place(tmp_path: Path, database_url: str) -> AsyncIterator[Place]:
    """The daemon at work."""
    async with office(tmp_path, database_url) as it, it.open():
        made = Place(it)
        await made.greet()
        await made.petr.ask("agent.login", queues=["support"])
        await made.petr.until("1001", "ready")
        yield made


async def test_who_may_and_who_does(place: Place) -> None:
    place.give("petr", {"b2b": 3}, "cs")
    await place.put()
    place.contact("Žofie")
    await place.eva.ask("dialer.start", campaign="spring")
    assert (await place.petr.refusal("dialer.next", campaign="spring"))[0] == "not_joined"
    await place.petr.ask("dialer.work", campaign="spring")
    await wait_until(lambda: place.lies() == "Žofie", what="the contact lies before him")
    assert rows(place.it.url, "select extension, account, by from campaign_worker") == [("1001", "petr", "petr")]

    await place.petr.ask("dialer.work")
    await wait_until(lambda: place.why() == "in none", what="he works in none")
    assert rows(place.it.url, "select state from contact") == [("waiting",)]
    assert rows(place.it.url, "select * from campaign_worker") == []

    for more, why, said in (
        ({"operators": ("jana",)}, "not_named", "other operators"), ({"queue": "vip"}, "not_in_queue", "queue vip"),
        ({"skills": ("gold",)}, "no_skill", "gold"), ({"language": "de"}, "no_language", "de"),
    ):  # fmt: skip
        await place.put(**more)
        code, sentence = await place.petr.refusal("dialer.work", campaign="spring")
        assert (code, said in sentence) == (why, True), sentence
    await place.put(operators=("petr",), queue="vip", skills=("b2b",), language="cs")
    await place.eva.ask("dialer.work", campaign="spring", agent="1001")
    assert rows(place.it.url, "select account, by from campaign_worker") == [("petr", "eva")]
    assert place.why() != "in none"

    await place.put(skills=("gold",))
    await wait_until(lambda: place.why() == "no_skill", what="he may not any more")
    await place.eva.ask("dialer.stop", campaign="spring")
    code, sentence = await place.eva.refusal("dialer.start", campaign="spring")
    assert (code, sentence) == ("nobody_can", "No operator has what the campaign asks for: gold.")
    place.give("petr", {"gold": 9})
    await place.eva.ask("dialer.start", campaign="spring")
    await wait_until(lambda: place.why() != "no_skill", what="he has learnt it")


async def test_an_appointment_waits_for_its_operator_and_then_for_nobody(place: Place) -> None:
    await place.put()
    place.contact("Other's", next_at="2026-01-05 08:00Z", next_by="jana", is_appointment=True)
    with psycopg.connect(place.it.url) as connection:
        connection.execute("update contact set next_at = now() - interval '9 minutes'")
    place.contact("Mine", next_at="2026-01-05 08:00Z", next_by="petr", is_appointment=True)
    await place.eva.ask("dialer.start", campaign="spring")
    await place.petr.ask("dialer.work", campaign="spring")
    await wait_until(lambda: place.lies() == "Mine", what="his own")
    work = place.petr.client.board.work
    assert work is not None
    assert work.contact is not None
    with psycopg.connect(place.it.url) as connection:
        connection.execute("update contact set next_at = now() - interval '11 minutes' where name <> 'Mine'")
    await place.petr.ask("dialer.skip", contact=work.contact.contact, reason="later")
    await wait_until(lambda: place.lies() == "Other's", what="whose operator did not come")


async def test_appointments_stand_beside_planned_calls(place: Place) -> None:
    await place.put()
    for name, whose, queue_of in (("Mine", "petr", ""), ("Anybody's", "", ""), ("Jana's", "jana", "")):
        place.contact(name, next_at="2030-01-05 08:00Z", next_by=whose, is_appointment=True, note=queue_of)
    place.contact("Due again", next_at="2030-01-05 08:00Z")
    assert (await place.petr.ask("callback.list"))["rows"] == [], "the campaign has not begun"
    await place.eva.ask("dialer.start", campaign="spring")
    rows_of = (await place.petr.ask("callback.list"))["rows"]
    assert [(one["name"], one["is_own"], one["campaign_title"]) for one in rows_of] == [
        ("Mine", True, "Jaro"), ("Anybody's", False, "Jaro")]  # fmt: skip
    assert rows_of[0]["number"].startswith("420603123")
    assert (rows_of[0]["campaign"], rows_of[0]["queue"], rows_of[0]["due"]) == (
        "spring", "support", "2030-01-05T08:00:00.000Z")  # fmt: skip
    await place.put(operators=("jana",))
    rows_of = (await place.petr.ask("callback.list"))["rows"]
    assert [one["name"] for one in rows_of] == ["Mine"]


async def test_a_restart_sends_nobody_away_but_getting_up_does(tmp_path: Path, database_url: str) -> None:
    async with office(tmp_path, database_url) as it:
        async with it.open():
            place = Place(it)
            await place.greet()
            jana = await it.panel("jana")
            await jana.ask("seat.take", extension="1002")
            await jana.ask("agent.login", queues=["support"])
            await jana.until("1002", "ready")
            await place.put()
            await place.eva.ask("dialer.start", campaign="spring")
            await jana.ask("dialer.work", campaign="spring")
        async with it.open():
            jana = await it.panel("jana")
            await wait_until(lambda: jana.client.board.work is not None, what="she works there still")
            await jana.ask("seat.leave")
            await wait_until(lambda: rows(database_url, "select * from campaign_worker") == [], what="she got up")
