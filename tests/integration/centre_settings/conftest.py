"""An office with two administrators, whose daemon has a settings file with a bit of everything."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.helpers.feed import account
from tests.integration.seats.office import Office, Panel, office

FILE = """
[centre]
name = "Example"
[[queue]]
name = "vip"
title = "Important"
number = "501"
[[disposition]]
code = "solved"
[[alert]]
name = "pager"
when = "longest_wait > 6000"
command = ["/usr/bin/true", "{{queue}}"]
webhook = "https://pager.example/raise"
[[script]]
name = "hotline"
text_file = "{folder}/hotline.md"
[[crm_link]]
name = "dialler"
kind = "program"
arguments = ["/usr/bin/true", "{{callerid_e164}}"]
[[recordings_retention]]
days = 30
action = "move"
folder = "/archive/calls"
"""


@contextlib.asynccontextmanager
async def closed(folder: Path, url: str, more: str = "") -> AsyncIterator[Office]:
    """The office before its daemon starts."""
    (folder / "hotline.md").write_text("Dobrý den", encoding="utf-8")
    async with office(folder, url, FILE.format(folder=folder.as_posix()) + more) as it:
        it.accounts.by_name |= {name: account(name, "administrator") for name in ("adam", "berta")}
        yield it


@contextlib.asynccontextmanager
async def opened(folder: Path, url: str, more: str = "") -> AsyncIterator[Office]:
    """The office at work."""
    async with closed(folder, url, more) as it, it.open():
        yield it


@pytest.fixture
async def it(tmp_path: Path, database_url: str) -> AsyncIterator[Office]:
    """The office at work."""
    async with opened(tmp_path, database_url) as made:
        yield made


@pytest.fixture
async def adam(it: Office) -> Panel:
    """An administrator's console."""
    return await it.panel("adam")
