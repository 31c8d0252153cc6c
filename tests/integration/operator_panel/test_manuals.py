"""What CRM.md and LOCAL_PORT.md say is so: their settings are read, their examples run."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from collector_daemon.settings.crm import CrmLinkSettings, link_of
from operator_panel import settings
from operator_panel.crm.placeholders import NAMES, CallFacts
from operator_panel.crm.ready_link import ReadyLink
from operator_panel.local_port.asked import WISHES
from operator_panel.local_port.port import LocalPort
from operator_panel.settings import PanelSettings
from shared.clock import SystemClock
from shared.settings import Section, parse
from tests.helpers.browser import needs_browser, open_browser
from tests.helpers.crm_server import open_crm
from tests.helpers.waiting import wait_until
from tests.integration.operator_panel.own_desk import OwnDesk

ROOM = Path(settings.__file__).parent
CRM = (ROOM / "CRM.md").read_text(encoding="utf-8")
PORT = (ROOM / "LOCAL_PORT.md").read_text(encoding="utf-8")


class Links(Section, frozen=True, kw_only=True):
    """The part of the daemon's settings that the manual shows."""

    crm_link: list[CrmLinkSettings] = []


def blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_every_link_of_the_manual_works():
    links = [link_of(one) for block in blocks(CRM, "toml") for one in parse(block, Links).crm_link]
    assert {link.kind for link in links} == {"url", "look_up", "program"}
    facts = CallFacts(callerid="777123001", did="222111000", agent="1002", name="O'Neil", wait=3, queue="support")
    made = {link.name: ReadyLink(link) for link in links}
    values = facts.values()
    assert made["card"].address(values).endswith("?phone=%2B420777123001&line=222111000&agent=1002")
    assert made["customer"].address(values).endswith("/customers/new")
    assert made["who"].request(values).body == '{"phone": "+420777123001", "queue": "support", "waited": 3}'
    assert made["desktop"].arguments(values)[1:] == ["--phone=+420777123001", "--name=O'Neil"]


def test_every_placeholder_is_in_the_manual():
    table = CRM.partition("## Placeholders")[2].partition("In a placeholder")[0]
    assert set(re.findall(r"\{([a-z0-9_.]+)", table)) == {*NAMES, "lead.", "crm.", "secret"}


def test_the_panels_own_settings_are_as_the_manuals_say():
    assert parse(blocks(CRM, "ini")[0], PanelSettings).secret_files.keys() == {"who"}
    found = parse(blocks(PORT, "ini")[0], PanelSettings).local_port
    assert (found.port, found.mode) == (PanelSettings().local_port.port, PanelSettings().local_port.mode)


def test_every_wish_is_in_the_manual():
    table = PORT.partition("## Requests")[2].partition("`{\"ok\"")[0]
    assert set(re.findall(r"`POST (/\w+)`", table)) == set(WISHES)


async def test_the_example_of_a_program_runs(tmp_path):
    desk, file = OwnDesk(), tmp_path / "token"
    port = LocalPort(desk, SystemClock(), file, 0)
    assert await port.open(frozenset())
    (code,) = blocks(PORT, "python")
    code = code.replace("~/.config/callcentre/local_port.token", file.as_posix()).replace("5098", str(port.number))
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert said.strip() == b"{'ok': True}"
    assert desk.asked == [("dial", "+420 777 123 001")]
    await port.close()


@needs_browser
@pytest.mark.slow
async def test_the_example_of_a_page_runs_in_a_browser(tmp_path):
    desk, file = OwnDesk(), tmp_path / "token"
    port = LocalPort(desk, SystemClock(), file, 0)
    async with open_crm() as crm, open_browser(tmp_path / "profile") as browser:
        assert await port.open(frozenset({crm.origin}))
        (crm.example,) = (block.replace("5098", str(port.number)) for block in blocks(PORT, "html"))
        page = await browser.open(f"{crm.origin}/example")
        await page.click("token")
        await page.tell("Input.insertText", text=file.read_text().strip())
        await page.click("keep")
        await wait_until(lambda: page.says("document.getElementById('events').textContent.startsWith('hello')"))
        await page.click("dial")
        await wait_until(lambda: page.says("document.getElementById('said').textContent === 'dialling'"))
        assert desk.asked == [("dial", "+420 777 123 001")]
        await port.close()
