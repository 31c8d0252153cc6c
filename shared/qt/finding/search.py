"""Ask everybody who may know where the server is, in the order of this package."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from shared.language import Language
from shared.qt.finding import by_dns, presets, registry
from shared.qt.finding.found import Search
from shared.qt.finding.words import wrong_words

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Finder:
    """Whom it asks: this machine, unless a test says otherwise. ``registry`` and ``resolver`` None: there is none."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folders: tuple[Path, ...] = field(default_factory=presets.folders)
    registry: registry.Read | None = field(default_factory=registry.reader)
    resolver: by_dns.Make | None = by_dns.resolver

    def here(self) -> Search:
        """What this machine says by itself; quick, for no network is asked."""
        search = Search()
        for ask in self._places():
            search = search.then(ask())
            if search.found:
                break
        return _logged(search)

    async def by_dns(self) -> Search:
        """What DNS says, after three seconds at most; the window goes on meanwhile."""
        if self.resolver is None:
            return Search()
        return _logged(await asyncio.to_thread(by_dns.of_domains, self.resolver))

    def _places(self) -> Iterator[Callable[[], Search]]:
        yield partial(presets.of_environment, self.environment)
        if self.registry is not None:
            for hive, key in registry.PLACES:
                yield partial(registry.of_key, self.registry, hive, key)
        for folder in self.folders:
            yield partial(presets.of_file, folder)


def _logged(search: Search) -> Search:
    english = Language.of("en")
    for wrong in search.wrong:
        log.warning("%s", wrong_words(wrong, english))
    return search
