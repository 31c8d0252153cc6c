"""Commands from the feed → actions on the PBX. Answered when the PBX says so; the board changes by its events.

Read here, then ``agents`` (members of queues), ``calls`` (an agent's own calls), ``supervision`` (listening to them),
``moving`` (calls that nobody has yet), ``attention`` (alerts), ``messages`` (to desks).
Not here: who may do what (``shared.domain.commands.authorised`` has decided that before), and how an action is
written (``asterisk.actions``). Commands that only ask are answered by ``questions``, those about accounts by
``administration``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from collector_daemon.administration import Administration
from collector_daemon.dispatching.agents import AgentCommands
from collector_daemon.dispatching.attention import AlertBook, AttentionCommands
from collector_daemon.dispatching.calls import CallCommands
from collector_daemon.dispatching.messages import MessageCommands
from collector_daemon.dispatching.moving import MovingCommands
from collector_daemon.dispatching.order import Deed, Order
from collector_daemon.dispatching.supervision import SupervisionCommands
from collector_daemon.pipeline import Pipeline
from collector_daemon.questions import QUESTIONS, Questions
from collector_daemon.seats.shifts import Shifts
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.desk import DeskDescription

GeneralDeed = Callable[[Account, Mapping[str, object]], Awaitable[dict[str, Any]]]
"""What carries out a command that is about no single PBX. Raises Refused."""


class Dispatch:
    """Carries out commands on the PBXs. ``Commands`` of the feed."""

    def __init__(
        self, pipelines: Mapping[str, Pipeline], questions: Questions, shifts: Shifts,
        desk: Callable[[], DeskDescription], queue_numbers: Callable[[], Mapping[str, str]],
        administration: Administration, alert_books: Iterable[AlertBook],
        general: Mapping[str, GeneralDeed] = MappingProxyType({}),
    ) -> None:
        """``desk`` tells the rules of now, ``queue_numbers`` what is dialled to reach a queue, by its name.

        ``alert_books``: where alerts are. ``general``: commands that others carry out, about no single PBX.
        """
        self._pipelines = pipelines
        self._administration = administration
        self._questions = questions
        self._seating = shifts.seating
        self._deeds: dict[str, Deed] = {
            **AgentCommands(shifts).deeds, **CallCommands(desk).deeds, **SupervisionCommands().deeds,
            **MovingCommands(queue_numbers).deeds,
        }  # fmt: skip
        self.messages = MessageCommands(pipelines)
        self._general: dict[str, GeneralDeed] = {
            "alert.acknowledge": AttentionCommands(alert_books).acknowledge, "message.send": self.messages.send,
            **general,
        }  # fmt: skip

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        """Do it. Raises Refused with a stable code, LinkDown, ActionRefused, ActionUnanswered."""
        if command in QUESTIONS:
            return await self._questions.answer(account, command, params)
        if command in self._administration.deeds:
            return await self._administration.execute(account, command, params)
        if command in self._general:
            return await self._general[command](account, params)
        pipeline = self._of(params.get("pbx") or self._own_pbx(account, params))
        deed = self._deeds.get(command)
        if deed is None:
            raise Refused("not_supported", "This command comes with a later version of the daemon.")
        return await deed(Order(pipeline, account, command, params))

    def _own_pbx(self, account: Account, params: dict[str, object]) -> str | None:
        """Where there are several: that of the account's seat, if it is about that."""
        seat = self._seating.occupancy.by_account.get(account.name)
        return seat.pbx if seat is not None and params.get("agent") == seat.extension else None

    def _of(self, name: object) -> Pipeline:
        if name is None and len(self._pipelines) == 1:
            return next(iter(self._pipelines.values()))
        found = self._pipelines.get(str(name))
        if found is None:
            raise Refused("unknown_pbx", f"Which PBX? There is: {', '.join(self._pipelines) or 'none'}.")
        return found
