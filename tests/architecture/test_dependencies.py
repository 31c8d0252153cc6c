"""DEPENDENCIES.md names what is brought along, and nothing else: a new package is reviewed before it is locked."""

import re

from tests.architecture.source import ROOT

LIST = ROOT / "collector_daemon/DEPENDENCIES.md"
LOCKS = ("runtime", "desktop", "windows-only")
ALLOWED = re.compile(r"(MIT|BSD|0BSD|Apache|ISC|PSF|LGPL|MPL|Zlib|CC0)")
"""Licences that ask for nothing that a customer would have to do."""


def test_the_list_is_complete_and_every_licence_is_one_of_ours():
    locked = set()
    for name in LOCKS:
        text = (ROOT / f"installers/requirements/{name}.txt").read_text(encoding="utf-8")
        locked |= set(re.findall(r"^([a-z0-9.-]+)==", text, re.MULTILINE))
    row = r"^\| ([a-z0-9.-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$"
    rows = re.findall(row, LIST.read_text(encoding="utf-8"), re.MULTILINE)
    listed = [name for name, *_ in rows if name not in ("package", "---")]
    assert sorted(listed) == sorted(locked)
    for package, licence, where, why in rows:
        if package in locked:
            words = re.split(r" (?:AND|OR|/) ", licence.strip())
            assert all(ALLOWED.match(word) for word in words), (package, licence)
            assert where.strip() in ("all", "desktop", "Windows only"), package
            assert why.strip(), package
