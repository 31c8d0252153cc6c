"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from shared.domain.search.query import Preset
from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.playback.app.playback import Playback
from supervisor_console.playback.presenter import marks
from supervisor_console.quality.app.editing import Editing
from supervisor_console.quality.app.exporting import export_scores
from supervisor_console.quality.app.filling import Filling
from supervisor_console.quality.app.memory import Memory
from supervisor_console.quality.app.sounding import Sounding
from supervisor_console.quality.presenter import Moment, present
from supervisor_console.quality.screen import Key, Tab, Wish
from supervisor_console.quality.views.page import QualityView
from supervisor_console.reports import tracking
from supervisor_console.reports.quality_answer import Asked, answer, call_key, one_call, search_key
from supervisor_console.reports.saved import SavedSearch


class QualityPage:
    """The page of quality. ``editing``: the dialog of cards; ``memory``: the drafts; ``filling`` what is filled in."""

    def __init__(self, console: Console, memory: Memory | None = None, playback: Playback | None = None) -> None:
        """``memory``: None: the user's own; ``playback``: of the chosen call's sound, without one it is only read."""
        self._console, self._ground = console, console.ground
        self.widget = QualityView(console.ground)
        self.memory = memory or Memory(console.account)
        self.filling = Filling(console, self, self.memory)
        self.editing = Editing(console, self.widget, self.filling.card_made)
        self._seed = console.account
        self._searches: tuple[SavedSearch, ...] = ()
        self._task: asyncio.Task[Any] | None = None
        self._looking: asyncio.Task[Any] | None = None
        self._is_shown = False
        self.moment = Moment(
            language=console.ground.language, zone=self._zone(), now=console.ground.clock.now(),
            centre=console.centre, is_masked=True, drafts=self.memory.drafts,
        )  # fmt: skip
        self.playback = playback
        self._sounding = Sounding(playback, self.widget, self._marked) if playback is not None else None
        self.widget.wished.connect(self._do)
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.refresh)
        self._unhear = console.listen(self._heard)
        self.refresh()

    # --- what the console asks of a page

    def shown(self) -> None:
        """Somebody looks: the first time it is asked what there is."""
        self._is_shown = True
        if not self.moment.is_asked:
            self.reload()
        self.filling.store()

    def hidden(self) -> None:
        """Nobody looks: silence."""
        self._is_shown = False
        if self.playback is not None:
            self.playback.hidden()

    def reload(self) -> None:
        """Ask again."""
        if self._task is not None:
            self._task.cancel()
        self.know(is_asking=True)
        self._task = self._console.spawn(self._ask(), "quality")

    def close(self) -> None:
        """The console ends."""
        self._unhear()
        for task in (self._task, self._looking):
            if task is not None:
                task.cancel()
        self.editing.close()
        self.memory.close()
        if self.playback is not None:
            self.playback.close()

    def rate(self, pbx: str, call: str) -> None:
        """Open the form for this call, whether it was drawn or not."""
        self._console.spawn(self._rate(pbx, call), "quality: rate")

    # --- asking

    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(self._console.centre.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    async def _ask(self) -> None:
        moment = self.moment
        query = next((one.query for one in self._searches if search_key(one) == moment.source), None)
        asked = Asked(preset=moment.preset, each=moment.each, seed=self._seed, query=query,
                      now=self._ground.clock.now(), zone=self._zone(),
                      country=self._console.centre.country,
                      outside_prefix=self._console.outside_prefix)  # fmt: skip
        try:
            found = await self._console.database.ask(lambda connection: answer(connection, asked))
        except (Away, SuiteError) as problem:
            self._failed(problem)
            return
        self._searches = found.searches
        drawn = {call_key(one) for one in found.calls}
        chosen = self.moment.chosen
        kept = tuple(one for one in self.moment.calls if call_key(one) == chosen and chosen not in drawn)
        self.know(
            calls=(*kept, *found.calls), scores=found.scores, period_scores=found.period_scores, cards=found.cards,
            searches=tuple((search_key(one), one.name) for one in found.searches), is_asked=True, is_asking=False,
            failure="", away_since=None,
        )  # fmt: skip
        self.filling.begin()
        if chosen is not None and self.moment.tracked is None:
            self._look_at(chosen)

    def _failed(self, problem: Exception) -> None:
        since = problem.since if isinstance(problem, Away) else None
        self.know(is_asking=False, away_since=since, failure="" if since else one_line(problem))

    async def _rate(self, pbx: str, call: str) -> None:
        text = self._ground.language.text
        try:
            found, scores, cards = await self._console.database.ask(lambda connection: one_call(connection, pbx, call))
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
            return
        if not found:
            self._console.say(text("Nobody talked in this call: there is nothing to score."), is_bad=True)
            return
        mine = [one for one in self.moment.calls if (one.found.pbx, one.found.call) != (pbx, call)]
        others = [one for one in self.moment.scores if (one.pbx, one.call) != (pbx, call)]
        self.know(tab="calls", calls=(*found, *mine), scores=(*scores, *others), cards=cards)
        self._choose(call_key(found[0]))
        self.widget.form.begin()

    async def _look(self, key: Key) -> None:
        """The course of the chosen call."""
        try:
            whole = await self._console.database.ask(lambda connection: tracking.tracked(connection, key[0], key[1]))
        except (Away, SuiteError) as problem:
            self._failed(problem)
            return
        if self.moment.chosen == key:
            self.know(tracked=whole)
            if self._sounding is not None and whole is not None:
                self._sounding.show(whole)

    def _marked(self) -> None:
        """The markers of the chosen call are others."""
        assert self.playback is not None
        self.know(markers=marks(self.playback.moment()).rows)

    def _choose(self, key: Key | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        if self._sounding is not None:
            self._sounding.leave()
        self.know(chosen=key, draft=None, tracked=None, markers=())
        if key is not None:
            self._look_at(key)
            self.filling.begin()

    def _look_at(self, key: Key) -> None:
        self._looking = self._console.spawn(self._look(key), "quality: course")

    # --- doing

    def _do(self, wish: Wish) -> None:
        value: Any = wish.value
        match wish.kind:
            case "tab":
                self.know(tab=cast("Tab", value))
            case "period":
                self._asks(preset=cast("Preset", value))
            case "source" | "each":
                self._asks(**{wish.kind: value})
            case "draw":
                self._seed = uuid.uuid4().hex
                self.reload()
            case "call":
                self._choose(value)
            case "open_call" if self.moment.chosen is not None:
                self._console.open_call(*self.moment.chosen[:2])
            case "operator":
                self.know(operator=value or "")
            case "retry":
                self.reload()
                self.filling.store()
            case "edit_cards":
                self.editing.begin(self.moment.usable)
            case "export":
                self._console.spawn(export_scores(self._console, self.widget, self.moment), "quality: export")
            case _:
                self.filling.fill(wish)

    def _asks(self, **changed: Any) -> None:
        self.know(**changed)
        self.reload()

    # --- what is shown

    def _heard(self) -> None:
        """The database is there again: what was missing is read, what waits is stored."""
        if self.moment.away_since is not None and self._console.database.away_since is None:
            self.know(away_since=None)
            self.filling.store()
            if self._is_shown:
                self.reload()

    def know(self, **changed: Any) -> None:
        """This is so from now on, and shown."""
        self.moment = msgspec.structs.replace(self.moment, **changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        self.moment = msgspec.structs.replace(
            self.moment, language=self._ground.language, centre=self._console.centre, zone=self._zone(),
            now=self._ground.clock.now(), is_masked=not self._console.may("callers.see"), drafts=self.memory.drafts,
        )  # fmt: skip
        self.widget.render_screen(present(self.moment))
