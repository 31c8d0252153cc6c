"""What the console finds among a campaign's contacts, and that the database finds it without reading them all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text

from shared.campaigns.campaign import Campaign
from shared.database.connection import engine
from supervisor_console.reports import campaigns as page
from tests.integration.dialer.ground import NOON, Ground, act

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
LIST = (
    "Key;Name;Phone\nA;Žofie Nováková-Dvořáková;777 123 001\nB;Petr O'Novák;00421 905 123 456\n"
    "C;Müller & synové, s.r.o.;+49 30 123456\nD;novakova zofie;777124001\n"
)
BUSY = "update contact set state = 'done', last = 'busy' where campaign = :campaign and external = 'D'"
MANY = """insert into contact (campaign, name) select 'other', 'Jan Horák' || n from generate_series(1, 3000) n"""

MORE = """insert into contact (campaign, name) select 'others' || n % 9, 'Eva' from generate_series(1, 9000) n"""


@pytest.fixture
def connection(dialer_url: str) -> Iterator[Connection]:
    """As the console's."""
    pool = engine(dialer_url)
    with pool.connect() as made:
        yield made
    pool.dispose()


async def test_names_are_found_by_beginnings_of_words_and_numbers_by_both_ends(
    ground: Ground, connection: Connection
) -> None:
    campaign = await ground.campaign()
    await ground.take(campaign, LIST)
    await ground.take(await ground.campaign(), LIST)  # another has the same
    connection.execute(text(BUSY), {"campaign": campaign.campaign})

    def found(said: str, **more: str) -> str:
        told = page.contacts(connection, page.ContactsWanted(campaign=campaign.campaign, text=said, **more))
        assert told.total == len(told.rows)
        return "".join(sorted(NAMES[one.name] for one in told.rows))

    for said, who in (
        ("", "ABCD"), ("nov", "ABD"), ("NOVÁKOVÁ žof", "AD"), ("dvorak", "A"), ("o'nov", "B"), ("muller", "C"),
        ("s.r.o", "C"), ("ovák", ""), ("'; drop", ""), ("&", ""), ("a:* | !b \\", ""),
        ("777123001", "A"), ("777 12", "AD"), ("+420 777123", "A"), ("00420777123", "A"), ("4001", "D"),
        ("0905 123", ""), ("421905", "B"), ("23456", "BC"), ("12345", ""), ("+49 30", "C"), ("004930", "C"),
    ):  # fmt: skip
        assert found(said) == who, said
    assert found("nov", state="done") == found("", outcome="busy") == "D"
    assert found("777", state="live") == found("nov", outcome="answered") == ""


NAMES = {"Žofie Nováková-Dvořáková": "A", "Petr O'Novák": "B", "Müller & synové, s.r.o.": "C", "novakova zofie": "D"}


async def test_the_database_reads_no_more_than_it_must(ground: Ground, connection: Connection) -> None:
    for name in ("other", *(f"others{nth}" for nth in range(9))):
        await ground.store.campaigns.put(Campaign(campaign=name, title="x", pbx="main", queue="q"), "eva", NOON, act())
    connection.execute(text(MANY))
    connection.execute(text(MORE))
    connection.execute(text("analyze contact"))
    for where, index in (
        (page.NAMED, "contact_words_idx"), ("c.state = 'done'", "contact_state_idx"),
        ("c.last = 'busy' and c.last <> ''", "contact_result_idx"), ("c.contact > 1500", "contact_campaign_idx"),
    ):  # fmt: skip
        asked = text("explain " + page.FOUND.format(where=where))
        said = {"campaign": "other", "most": 201, "name": "horak17"}
        plan = "\n".join(line for (line,) in connection.execute(asked, said))
        assert index in plan, plan
