"""Telling listeners: one that fails must not keep the news from the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

log = logging.getLogger(__name__)


def call_all(listeners: Iterable[Callable[..., None]], *news: Any) -> None:
    """Call each with the news; what a listener raises goes to the log."""
    for listener in tuple(listeners):
        try:
            listener(*news)
        except Exception:
            log.exception("a listener of the feed failed")
