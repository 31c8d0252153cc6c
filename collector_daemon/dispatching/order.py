"""One command to be carried out: for whom, on which PBX, with what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from collector_daemon.pipeline import Pipeline
from shared.domain.accounts import Account


class Order(msgspec.Struct, frozen=True):
    """A checked command. ``params``: the fields of its ``shared.domain.commands`` structure."""

    pipeline: Pipeline
    account: Account
    command: str
    params: Mapping[str, object]

    @property
    def agent(self) -> str:
        """The agent it is for; empty where the account has none and named none."""
        return self.text("agent")

    def text(self, name: str) -> str:
        """A parameter as text; empty where it is not said."""
        value = self.params.get(name)
        return "" if value is None else str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A parameter that is several texts."""
        value = self.params.get(name)
        return tuple(str(one) for one in value) if isinstance(value, tuple | list) else ()


Deed = Callable[[Order], Awaitable[dict[str, Any]]]
"""What carries out a command. Raises Refused with a stable code, LinkDown, ActionRefused, ActionUnanswered."""
