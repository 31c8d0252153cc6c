"""Nobody may more than ``rights.txt`` says, and it says all that there is."""

from __future__ import annotations

import asyncio
import difflib

import pytest

from tests.integration.attacks.rights import FILE, add_accounts, commands, tables, written

pytestmark = pytest.mark.postgres


def test_each_role_may_what_the_file_says_and_nothing_else(database_url: str) -> None:
    add_accounts(database_url)
    found = written(asyncio.run(commands()), tables(database_url))
    known = FILE.read_text(encoding="utf-8")
    differing = "\n".join(difflib.unified_diff(known.splitlines(), found.splitlines(), "rights.txt", "tried", n=0))
    assert not differing, f"{differing}\nIs that meant? Then write it: python -m tests.integration.attacks.rights"
