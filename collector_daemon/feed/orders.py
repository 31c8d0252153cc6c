"""The commands of one client: checked, carried out beside each other, each answered once.

A command that is under way when its client goes is carried out to its end; only the answer finds nobody.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import msgspec

from collector_daemon.feed.house import Guest, House
from collector_daemon.feed.origin import came_from
from collector_daemon.feed.ports import CommandTold
from shared.domain.accounts import Account
from shared.domain.commands import Refused, authorised
from shared.errors import SuiteError, one_line
from shared.protocol import wire
from shared.protocol.messages import Command, Reply

log = logging.getLogger(__name__)

OF_SEATS = frozenset({"seat.take", "seat.leave"})
"""Commands that concern the session itself."""
OWN_PASSWORD = "password.change"  # noqa: S105 - a command
MUST_CHANGE = "Change your password first."
"""What an account is told that must, whatever else it wants."""


class Orders:
    """Takes the commands of the client that is ``guest``; ``send`` writes a line, ``spawn`` starts a task."""

    def __init__(
        self,
        house: House,
        guest: Guest,
        send: Callable[[bytes], None],
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._house = house
        self._guest = guest
        self._send = send
        self._spawn = spawn
        self._under_way = 0

    def take(self, message: Command, account: Account) -> None:
        """Begin to carry it out, or say why not."""
        if self._under_way >= self._house.limits.commands:
            self._refuse(message, "busy", "Wait for the answers to your earlier commands.")
            return
        if account.must_change_password and message.command != OWN_PASSWORD:
            self._refuse(message, "must_change_password", MUST_CHANGE)
            return
        try:
            asked = authorised(account, message.command, bytes(message.params))
        except Refused as refusal:
            self._tell(message, account, _said(message), refusal.code)
            self._refuse(message, refusal.code, refusal.message)
            return
        self._under_way += 1
        params = {field: getattr(asked, field) for field in asked.__struct_fields__}
        self._spawn(self._execute(message, account, params))

    async def _execute(self, message: Command, account: Account, params: dict[str, object]) -> None:
        came_from(self._guest.address)
        try:
            async with asyncio.timeout(self._house.limits.command.total_seconds()):
                result = await self._done(message.command, account, params)
            self._tell(message, account, params, "done", result)
            reply = wire.line(Reply(id=message.id, ok=True, result=result))
        except Refused as refusal:
            self._tell(message, account, params, refusal.code)
            self._refuse(message, refusal.code, refusal.message)
        except TimeoutError:
            self._tell(message, account, params, "timeout")
            self._refuse(message, "timeout", "No answer in time; it may have been done all the same.")
        except SuiteError as problem:
            self._tell(message, account, params, one_line(problem))
            self._refuse(message, "failed", one_line(problem))
        except Exception:
            log.exception("the command %s of %s failed", message.command, account.name)
            self._tell(message, account, params, "failed")
            self._refuse(message, "failed", "The command failed; the server's log says why.")
        else:
            self._send(reply)
        finally:
            self._under_way -= 1

    async def _done(self, command: str, account: Account, params: dict[str, object]) -> dict[str, object]:
        if command in OF_SEATS and self._house.seats is not None:
            return await self._house.seats.execute(self._guest, command, params)
        return await self._house.commands.execute(account, command, params)

    def _tell(
        self, message: Command, account: Account, params: Mapping[str, object], outcome: str,
        result: Mapping[str, object] | None = None,
    ) -> None:
        """The log and the audit get to know of it."""
        _log(message, account, params, outcome)
        self._house.hear_command(CommandTold(
            happened_at=self._house.clock.now(), account=account.name, agent=account.agent,
            address=self._guest.address, command=message.command, params=params, outcome=outcome, result=result or {},
        ))  # fmt: skip

    def _refuse(self, message: Command, code: str, text: str) -> None:
        self._send(wire.line(Reply(id=message.id, ok=False, code=code, message=text)))


def _said(message: Command) -> dict[str, object]:
    """The parameters as they came, where they are an object at all."""
    try:
        return msgspec.json.decode(message.params, type=dict[str, object])
    except (ValueError, RecursionError):
        return {}


def _log(message: Command, account: Account, params: Mapping[str, object], outcome: str) -> None:
    """Who asked for what, about which agent, and what came of it; never numbers or what somebody wrote."""
    log.info("%a: %s of %a: %s", account.name, message.command, params.get("agent") or "-", outcome)
