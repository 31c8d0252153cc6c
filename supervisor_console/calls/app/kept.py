"""What there is to choose from, and the searches that are kept: read when the page opens, and after each change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.domain.search.query import Query
from shared.errors import SuiteError, one_line
from supervisor_console.calls.presenter.moment import KeptSearch
from supervisor_console.page import Away, Console
from supervisor_console.reports import saved
from supervisor_console.reports.found import Facets
from supervisor_console.reports.search import facets


class Kept:
    """``facets`` and ``searches`` as they were read last; ``changed`` is called when they were read anew."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.facets, self.searches = Facets(), tuple[KeptSearch, ...]()
        self._is_known = False

    def learn(self, *, is_anew: bool = False) -> None:
        """Read it, once; ``is_anew``: again."""
        if is_anew or not self._is_known:
            self._is_known = True
            self._console.spawn(self._learn(), "calls: choices")

    def one(self, key: str) -> KeptSearch | None:
        """The search of this key."""
        return next((one for one in self.searches if one.key == key), None)

    def save(self, name: str, query: Query, columns: tuple[str, ...], *, is_shared: bool) -> None:
        """Keep it, with the columns in which it is seen."""
        said = self._console.ground.language.text("Saved as {name}.", name=name)
        self._do(lambda connection: saved.save(connection, name, query, columns=columns, is_shared=is_shared), said)

    def drop(self, one: KeptSearch) -> None:
        """Keep it no longer."""
        self._do(lambda connection: saved.delete(connection, one.name))

    def _do(self, deed: Callable[..., Any], said: str = "") -> None:
        self._console.spawn(self._done(deed, said), "calls: searches")

    async def _done(self, deed: Callable[..., Any], said: str) -> None:
        try:
            await self._console.database.ask(deed)
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return
        if said:
            self._console.say(said)
        await self._learn()

    async def _learn(self) -> None:
        """While the database is away all stays as before."""
        try:
            self.facets = await self._console.database.ask(facets)
            found = await self._console.database.ask(saved.saved_searches)
        except (Away, SuiteError):
            self._is_known = False
            return
        self.searches = tuple(
            KeptSearch(key=f"{one.account}/{one.name}", name=one.name, owner=one.account, query=one.query,
                       is_shared=one.is_shared, columns=one.columns)
            for one in found if one.query is not None
        )  # fmt: skip
        self._changed()
