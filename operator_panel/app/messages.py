"""What was said to this desk by who looks after it: kept, in order, until it has been read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from shared.protocol.messages import DeskMessage

MOST = 50
"""More nobody reads: the oldest go."""
REMEMBERED = 500
"""Keys of messages that were heard already."""


class Messages:
    """``unread`` is the presenter's, oldest first. ``changed`` is called when it is different."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._heard: deque[str] = deque(maxlen=REMEMBERED)
        self.unread: tuple[DeskMessage, ...] = ()

    def hear(self, message: DeskMessage) -> None:
        """A message is here; the same one again changes nothing."""
        if message.key in self._heard:
            return
        self._heard.append(message.key)
        self.unread = (*self.unread, message)[-MOST:]
        self._changed()

    def close(self, key: str) -> None:
        """It was read."""
        self.unread = tuple(one for one in self.unread if one.key != key)
        self._changed()
