"""The links to the customer system in the running panel: their answers for the presenter, pages in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from operator_panel.app.knowing import Knowing, Sources
from operator_panel.crm.follower import Follower
from operator_panel.crm.look_up import Answer
from operator_panel.crm.outlets import Outlets, Sitter
from operator_panel.crm.secret import secret_from
from operator_panel.presenter.told import CrmAnswer
from operator_panel.settings import PanelSettings
from shared.clock import Clock
from shared.domain.board import CallRow
from shared.feed_client.client import FeedClient
from shared.qt import keys

MOST_CALLS = 50

_STATE: dict[str, Literal["asking", "found", "unknown", "failed"]] = {
    "asking": "asking", "found": "found", "none": "unknown", "slow": "failed", "failed": "failed",
}


class Links:
    """``look`` after each change of the board. ``problem``: of a link, in one line, the last one."""

    def __init__(
        self, client: FeedClient, knowing: Knowing, sources: Sources, settings: PanelSettings, clock: Clock,
        changed: Callable[[], None],
    ) -> None:  # fmt: skip
        self._client, self._knowing, self._sources = client, knowing, sources
        self._changed = changed
        self.problem = ""
        outlets = Outlets(open_address=_open, on_answer=self._answered, on_problem=self._troubled)
        self._follower = Follower(clock, secret_from(keys.recalled, settings.secret_files), outlets, settings.schemes)
        self._described: object = None

    async def close(self) -> None:
        """Give up what is under way."""
        await self._follower.close()

    def look(self) -> None:
        """Follow what is due now."""
        if not self._knowing.is_live:
            return
        if self._described is not self._client.welcome:
            self._described = self._client.welcome
            self._follower.describe(self._knowing.desk, self._knowing.centre)
        me = self._knowing.me
        queues = frozenset(one.queue for one in me.memberships) if me is not None else frozenset[str]()
        sitter = Sitter(self._knowing.agent, me.name if me is not None else "", queues)
        self._follower.look(self._client.board.calls, sitter, self._client.server_now())

    def follow(self, name: str, call: str) -> None:
        """Somebody wants this link for a call."""
        row = self._knowing.row_of(call) or self._earlier(call)
        if row is not None:
            self._follower.follow(name, row, self._client.server_now())

    def saved(self, call: str) -> None:
        """What was written of the call is saved."""
        draft = self._sources.paper.of(call)
        self._follower.written(call, draft.note, draft.disposition, self._client.server_now())

    def _earlier(self, call: str) -> CallRow | None:
        own = self._sources.asking.own_calls
        found = next((one for one in (own.rows if own else ()) if one.call == call), None)
        if found is None:
            return None
        is_outgoing, at = found.kind == "outgoing", found.at
        return CallRow(
            pbx=found.pbx, call=call, direction="outbound" if is_outgoing else "inbound", phase="other", started=at,
            since=at, line=found.line, caller=None if is_outgoing else found.number, caller_name=found.name,
            called=found.number if is_outgoing else None, queue=found.queue,
        )  # fmt: skip

    def _answered(self, call: str, answer: Answer) -> None:
        answers = self._sources.answers
        while len(answers) >= MOST_CALLS and call not in answers:
            del answers[next(iter(answers))]
        told = CrmAnswer(link=answer.link, state=_STATE[answer.state], values=answer.values, problem=answer.problem)
        answers.setdefault(call, {})[answer.link] = told
        if answer.state == "found" and answer.values and self._knowing.followed.of(call) is not None:
            self._sources.paper.found(call, answer.link, answer.values)
        self._changed()

    def _troubled(self, _link: str, problem: str) -> None:
        self.problem = problem
        self._changed()


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
