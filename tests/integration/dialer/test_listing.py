"""Files of numbers that must not be called: looked at, put on a list whole or not at all, also by hand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.commands import do_not_call
from collector_daemon.dialer.lists.taking_listed import ListedTask
from shared.domain.commands.dialer import DoNotCallImport
from shared.domain.dialer_replies import ImportReply
from shared.errors import UsageError
from tests.integration.dialer.ground import NOON, Ground, act

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
LIST = "Telefon;Platí do;Důvod;Jméno\n777 123 001;;nechce;Eva\n+420602123002;31.12.2026;;Jan\n00421905123456;;;\n"
ENTRIES = """select number, scope, scope_of, is_on, until::text, why, by from do_not_call where list = '{}'
    order by entry"""


async def put(ground: Ground, content: str, listed_on: str, **more: Any) -> ImportReply:
    """What comes of a file."""
    ground.uploads.add("eva", listed_on, 0, content.encode())
    upload = ground.uploads.get("eva", listed_on)
    asked = DoNotCallImport(upload=listed_on, name="stop.csv", list=listed_on, **{"is_preview": False, **more})
    task = ListedTask(url=ground.url, asked=asked, path=str(upload.path), size=upload.size, country="CZ",
                      hash=upload.hash.hexdigest(), by="eva", at=NOON, act=act("do-not-call"))  # fmt: skip
    while (told := await ground.importing.told(task)).state == "running":
        pass
    return told


async def test_a_list_is_looked_at_and_taken_with_its_own_days_and_reasons_and_twice_changes_nothing(
    ground: Ground,
) -> None:
    said: dict[str, Any] = {"why": "Robinson", "until": None}
    looked = await put(ground, LIST, "stop", is_preview=True, **said)
    assert (looked.state, looked.good, looked.lines, looked.faulty) == ("looked_at", 3, 3, 0)
    assert looked.columns == {"Telefon": "number", "Platí do": "until", "Důvod": "why"}
    assert ground.rows(ENTRIES.format("stop")) == []
    assert (await put(ground, LIST, "stop", **said)).state == "taken"
    entries = ground.rows(ENTRIES.format("stop"))
    assert entries == [
        ("420777123001", "centre", "", True, None, "nechce", "eva"),
        ("420602123002", "centre", "", True, "2026-12-31", "Robinson", "eva"),
        ("421905123456", "centre", "", True, None, "Robinson", "eva"),
    ]
    longer = LIST + "777123001;;jinak;Eva\n777123009;;;\n602 123 002;;;\n"
    told = await put(ground, longer, "stop", **said)
    assert (told.good, told.known, told.doubles) == (1, 3, 2)
    assert [(one.line, one.kind, one.of) for one in told.left_out] == [
        (2, "listed", 0), (3, "listed", 0), (4, "listed", 0), (5, "double", 2), (7, "double", 3)]  # fmt: skip
    assert len(ground.rows(ENTRIES.format("stop"))) == 4
    other = await put(ground, LIST, "stop", why="jinak")  # another reason is another entry, where the line has none
    assert (other.good, other.known) == (2, 1)

    campaign = await ground.campaign(owner="T-Mobile")
    await put(ground, "Telefon\n777222001\n", "own", campaign=campaign.campaign)
    await put(ground, "Telefon\n777222002\n", "own", owner="T-Mobile")
    known = await ground.store.knowledge.of(["420777222001", "420777222002", "420777123001"], campaign, NOON)
    assert [[one.scope for one in known[number].lists] for number in known] == [["campaign"], ["owner"], ["centre"]]


async def test_all_faults_of_a_file_are_told_and_nothing_is_put_unless_they_are_left_out(ground: Ground) -> None:
    bad = LIST + "12;1.1.2020;x;\n;;;Eva\n777123010;nikdy;a\x07b;\n"
    told = await put(ground, bad, "bad")
    assert (told.state, told.why, told.faulty) == ("refused", "faults", 3)
    assert [(one.line, one.kind, one.column) for one in told.faults] == [
        (5, "bad_number", "number"), (5, "bad_until", "until"), (6, "no_number", ""), (7, "bad_until", "until"),
        (7, "control_character", "why"),
    ]  # fmt: skip
    assert ground.rows(ENTRIES.format("bad")) == []
    assert (await put(ground, bad, "bad", leaves_out_faulty=True)).good == 3
    assert (await put(ground, "Jméno\nEva\n", "bad")).why == "no_number_column"
    assert (await put(ground, LIST, "bad", columns={"Telefon": "name"})).faults[0].kind == "unknown_meaning"
    assert (await put(ground, LIST, "bad", campaign="none")).why == "unknown_campaign"
    assert len(ground.rows(ENTRIES.format("bad"))) == 3


def test_by_hand(dialer_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, file = tmp_path / "collector.toml", tmp_path / "stop.csv"
    config.write_text(f'[database]\nurl = "{dialer_url}"\n')
    file.write_bytes((LIST + "12;;;\n").encode("cp1250"))

    def run(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        do_not_call.arguments(parser)
        code = do_not_call.run(parser.parse_args([str(file), "--list", "hand", "--config", str(config), *words]))
        return (code, *capsys.readouterr())

    code, out, err = run()
    assert (code, out) == (2, "3 numbers not put on the list; 0 are on it already, 0 are there twice, 1 of 4 lines"
                              " have faults\n")  # fmt: skip
    assert err.splitlines() == ["cp1250, columns: Telefon = number, Platí do = until, Důvod = why",
                                "line 5: number: bad number 12"]  # fmt: skip
    assert run("--look", "--leave-out-faulty")[:2] == (0, out.replace("not put", "would be put"))
    assert run("--leave-out-faulty", "--until", "2027-01-31")[0] == 0
    assert "0 numbers put on the list; 3 are on it already" in run("--leave-out-faulty", "--until", "2027-01-31")[1]
    for words in (["--column", "x"], ["--campaign", "none"], ["--encoding", "utf-8"]):
        with pytest.raises(UsageError):
            run(*words)
