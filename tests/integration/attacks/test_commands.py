"""Every text of every command is put to bad use: against the PBX's lines, and against the database's statements."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import psycopg
import pytest

from shared.clock import monotonic
from shared.domain.commands import COMMANDS, Refused, authorised
from tests.helpers.feed import account
from tests.integration.attacks.asking import EVERY, named, put, sample
from tests.integration.attacks.siege import siege

LINE_ENDS = ("\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n\r\n")
EVIL = "x{end}Action: Evil{end}Command: core stop now{end}{end}"
STATEMENTS = (
    "x'; drop table account cascade; --", 'x" or 1=1 --', "%' or '%'='", "'||pg_sleep(30)||'",
    "$$; select pg_sleep(30); $$",
    "\\'; delete from audit; --", "{1,2}", "x') or true) --", "%s %(a)s :terms", "1; truncate call",
)  # fmt: skip
LINES_ALLOWED = ("text", "values", "fields", "campaign", "content", "business", "value", "piece", "head", "columns")
"""What a person writes may have lines, and what is JSON is checked where it is meant: none goes to the PBX as it is."""
ADAM = account("adam", "administrator", agent="1002")


def refusal(command: str, params: object) -> str:
    """The gate's code, "" where it lets it through."""
    try:
        authorised(ADAM, command, json.dumps(params).encode())
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("command", COMMANDS)
def test_a_good_sample_is_let_through(command: str) -> None:
    assert refusal(command, sample(command)) == ""


def test_no_text_of_any_command_ends_a_line() -> None:
    tried = [
        (command, path, end)
        for command, path in EVERY if path[0] not in LINES_ALLOWED
        for end in LINE_ENDS
        if refusal(command, put(sample(command), path, EVIL.format(end=end))) != "bad_params"
    ]  # fmt: skip
    assert tried == []
    tables = [
        (command, end)
        for command in COMMANDS for end in LINE_ENDS
        for params in named(sample(command), EVIL.format(end=end))
        if refusal(command, params) != "bad_params" and not {"campaign", "content", "business", "head"} & params.keys()
    ]  # fmt: skip
    assert tables == []


@pytest.mark.postgres
@pytest.mark.timeout(120)
async def test_nothing_reaches_pbx_or_database_as_more_than_a_text(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ends, statements = itertools.cycle(LINE_ENDS), itertools.cycle(STATEMENTS)
    async with siege(database_url, tmp_path) as place:
        adam = await place.enter("administrator")
        asked = [
            (command, put(sample(command), path, evil))
            for command, path in EVERY if command not in ("account.change", "role.rights")
            for evil in (EVIL.format(end=next(ends)), next(statements), next(statements))
        ]  # fmt: skip
        began = monotonic()
        answers = await adam.ask(asked)
        assert monotonic() - began < 60
        assert len(answers) == len(asked) > 1000
        faults = [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]
        assert faults == []
        # What is no attack goes through as it is: else nothing would have been shown.
        login, pause = ("agent.login", {"agent": "1002", "queues": ["vip"]}), "it's; \"me\" --"
        assert await adam.ask([login, ("agent.pause", {"agent": "1002", "reason": pause})]) == [(True, ""), (True, "")]
        assert f"Reason: {pause}".encode() in place.tap.lines
        evil = [line for line in place.tap.lines if line.lstrip().startswith((b"Action: Evil", b"Command:"))]
        assert evil == []
        actions = {line.partition(b": ")[2] for line in place.tap.lines if line.startswith(b"Action: ")}
        assert b"QueuePause" in actions
    with psycopg.connect(database_url) as owner:
        for table in ("account", "audit", "call"):
            assert owner.execute("select to_regclass(%s)", [table]).fetchone() != (None,)
        assert owner.execute("select count(*) > 100 from audit").fetchone() == (True,)
