"""What the parts of a running panel may ask of it and of its window, without knowing who puts them together."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from typing import Any, Literal, Protocol

from operator_panel.app.knowing import Knowing, Sources
from operator_panel.app.memory import Memory
from operator_panel.app.paper import Paper
from operator_panel.app.shift import Shift
from operator_panel.app.wishes import Wishes
from operator_panel.screen import PanelScreen, Wish
from operator_panel.settings import PanelSettings
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground
from shared.qt.sign_in_question import Refusal


class Front(Protocol):
    """The window and what is around it. ``sounds``: the folder of recordings that are played."""

    sounds: tempfile.TemporaryDirectory[str]

    def come_up(self) -> None:
        """To where it is seen."""
        ...


class Running(Protocol):
    """The panel of one shift (``panel.Panel``)."""

    ground: Ground
    client: FeedClient
    settings: PanelSettings
    memory: Memory
    knowing: Knowing
    sources: Sources
    paper: Paper
    shift: Shift
    wishes: Wishes
    screen: PanelScreen | None

    @property
    def front(self) -> Front:
        """Its window."""
        ...

    def do(self, wish: Wish) -> None:
        """What somebody wants."""
        ...

    def refresh(self) -> None:
        """Show what is known now."""
        ...

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have it called whenever something may be different; what comes back ends that."""
        ...

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Do it beside, until the shift ends."""
        ...

    async def settle(self) -> None:
        """What was typed has been sent, or is kept."""
        ...

    def end(self, kind: Literal["quit", "sign_in"], why: Refusal | None = None) -> None:
        """The shift at this panel is over."""
        ...
