"""What is wrong with a journal now: each kind of trouble told once, and taken back when it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Troubles:
    """Troubles by kind. ``alert`` is told the newest that lasts, and "" when there is none any more."""

    def __init__(self, name: str, alert: Callable[[str], None]) -> None:
        self._name = name
        self._alert = alert
        self._lasting: dict[str, str] = {}

    def tell(self, kind: str, text: str) -> None:
        """There is trouble of this kind."""
        if kind not in self._lasting:
            self._lasting[kind] = f"{self._name} {text}"
            log.error("%s", self._lasting[kind])
            self._alert(self._lasting[kind])

    def over(self, kind: str) -> None:
        """There is none of this kind (any more)."""
        if self._lasting.pop(kind, None) is not None:
            self._alert(next(reversed(self._lasting.values()), ""))
