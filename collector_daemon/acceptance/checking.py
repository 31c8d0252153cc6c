"""The test calls as findings, like those of the linter beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from collector_daemon.acceptance.comparing import compared
from collector_daemon.acceptance.dialplan import CONTEXT, EXTENSIONS_CONF, QUEUE_NUMBER, QUEUES_CONF
from collector_daemon.acceptance.placing import try_calls
from collector_daemon.asterisk import actions
from collector_daemon.asterisk.findings import Finding
from collector_daemon.asterisk.link import Link
from collector_daemon.settings import CentreSettings, PbxSettings
from shared.errors import SuiteError, one_line


async def place_test_calls(link: Link, pbx: PbxSettings, centre: CentreSettings) -> AsyncIterator[Finding]:
    """A finding for each test call, when it is done; one alone where they cannot be placed. """
    try:
        missing = await _missing(link)
        if missing is not None:
            yield missing
            return
        async for tried in try_calls(link, pbx, centre):
            yield compared(tried.script, tried.call, tried.facts)
    except SuiteError as problem:
        yield Finding("wrong", "test calls", f"ended early: {one_line(problem)}")


async def _missing(link: Link) -> Finding | None:
    """The context or the queue that the test calls need, where the PBX does not have it."""
    if not await actions.knows_number(link, QUEUE_NUMBER, CONTEXT):
        return _to_add("extensions.conf", EXTENSIONS_CONF)
    queues = await link.ask({"Action": "QueueStatus", "Queue": CONTEXT}, is_list=True)
    return None if any(one.get("Event") == "QueueParams" for one in queues) else _to_add("queues.conf", QUEUES_CONF)


def _to_add(file: str, lines: tuple[str, ...]) -> Finding:
    text = f"none were placed: [{CONTEXT}] is missing in {file}; add this, then `dialplan reload`, `queue reload all`"
    return Finding("wrong", "test calls", text, lines)
