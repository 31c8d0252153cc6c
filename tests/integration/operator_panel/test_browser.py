"""The customer system's page in a real browser: it shows who rings and uses the panel's port; a foreign one may not."""

import functools
import os
from pathlib import Path

import msgspec
import pytest

from operator_panel.crm.placeholders import CallFacts
from operator_panel.crm.ready_link import ReadyLink
from operator_panel.local_port.desk import DeskCall
from operator_panel.local_port.port import LocalPort
from shared.clock import SystemClock
from shared.domain.desk import CrmLink
from tests.helpers.browser import PATIENCE, needs_browser, open_browser
from tests.helpers.crm_server import MARK, open_crm
from tests.helpers.waiting import wait_until
from tests.integration.operator_panel.own_desk import OwnDesk

pytestmark = [needs_browser, pytest.mark.slow]

JANA = CallFacts(callerid="777 123 001", name='Jana & "Nováková"', linkedid="1.1")
MARKS = CallFacts(callerid="222111000", name="#&?=%20'\"><script>", linkedid="1.2")


so = functools.partial(wait_until, timeout=PATIENCE)


def address(crm, facts, more=""):
    """As the panel makes it of a template, and as the browser gets it."""
    template = crm.origin + "/customer?phone={callerid_e164}&said={name}" + more
    return ReadyLink(CrmLink(name="page", kind="url", template=template)).address(facts.values())


@pytest.fixture
async def crm():
    async with open_crm() as made:
        yield made


async def test_a_page_of_the_customer_system(crm, tmp_path):
    desk, file = OwnDesk(), tmp_path / "token"
    port = LocalPort(desk, SystemClock(), file, 0)
    assert await port.open(frozenset({crm.origin}))
    behind = f"#port={port.number}&token={file.read_text().strip()}"
    try:
        async with open_browser(tmp_path / "profile") as browser:
            page = await browser.open(address(crm, JANA, behind))
            await its_customer_is_shown(page)
            await it_uses_the_port(page, desk)
            await it_hears_what_happens(page, desk)
            await what_is_dangerous_is_text(await browser.open(address(crm, MARKS, behind)))
            wrong = f"#port={port.number}&token=wrong"
            await a_wrong_token_is_said(await browser.open(address(crm, JANA, wrong)), desk)
            async with open_crm() as foreign:
                await a_foreign_page_may_nothing(await browser.open(address(foreign, JANA, behind)), desk)
    finally:
        await port.close()


async def its_customer_is_shown(page):
    await so(lambda: page.says("document.title === 'Jana Nováková'"))
    assert await page.text("name") == "Jana Nováková"
    assert await page.text("phone") == "+420777123001"
    assert await page.text("contracts") == "Gold, Home"
    assert await page.says("new URLSearchParams(location.search).get('said')") == 'Jana & "Nováková"'
    shots = os.environ.get("CALLCENTRE_SHOTS")
    if shots:
        await page.picture(Path(shots) / "crm_page.png")


async def it_uses_the_port(page, desk):
    await page.click("dial")
    await so(lambda: desk.asked == [("dial", "+420777123001")])
    await so(lambda: page.says("document.getElementById('said').textContent === 'ok'"))
    await page.click("give")
    await so(lambda: desk.asked[1:] == [("disposition", None, "sold", "set in the customer system")])
    await page.click("pop")
    await so(lambda: desk.asked[2:] == [("pop", None)])


async def it_hears_what_happens(page, desk):
    await so(lambda: page.says("document.getElementById('state').textContent === 'ready'"))
    call = DeskCall(call="1.1", stage="ringing", number="+420777123001", name="<i>Jana</i>")
    desk.become(call, state=msgspec.structs.replace(desk.now_state, state="ringing"))
    desk.become()
    await so(lambda: page.says("document.getElementById('events').textContent.includes('ended')"))
    told = "+420777123001 <i>Jana</i>"
    assert (await page.text("events")).splitlines() == ["hello", f"ringing {told}", "state", f"ended {told}"]
    assert await page.text("state") == "ringing"


async def what_is_dangerous_is_text(page):
    await so(lambda: page.says("document.getElementById('name').textContent.includes('Mark')"))
    assert await page.text("name") == MARK["name"]
    assert await page.says("new URLSearchParams(location.search).get('said')") == MARKS.name
    assert await page.says("document.title") != "broken"


async def a_wrong_token_is_said(page, desk):
    before = list(desk.asked)
    await so(lambda: page.says("document.getElementById('events').textContent.includes('closed 1008')"))
    await page.click("dial")
    await so(lambda: page.says("document.getElementById('said').textContent.startsWith('no_token')"))
    assert desk.asked == before


async def a_foreign_page_may_nothing(page, desk):
    """It has even the token, and the browser still keeps it from the answer and us from the wish."""
    before = list(desk.asked)
    await so(lambda: page.says("document.title === 'Jana Nováková'"))
    await so(lambda: page.says("document.getElementById('events').textContent.includes('closed 1006')"))
    await page.click("dial")
    await so(lambda: page.says("document.getElementById('said').textContent === 'no panel'"))
    assert desk.asked == before
    assert await page.text("state") == "unknown"
