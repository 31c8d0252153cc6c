"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from shared.domain.quality import Card
from shared.domain.search.query import Preset
from shared.errors import Refused, SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.quality.app.drafts import fresh, score_of
from supervisor_console.quality.app.editing import Editing
from supervisor_console.quality.app.exporting import export_scores
from supervisor_console.quality.app.memory import Memory
from supervisor_console.quality.presenter import Draft, Moment, present
from supervisor_console.quality.screen import Key, Tab, Wish
from supervisor_console.quality.views.page import QualityView
from supervisor_console.reports import quality, tracking
from supervisor_console.reports.quality_answer import Asked, answer, call_key, one_call, search_key
from supervisor_console.reports.saved import SavedSearch


class QualityPage:
    """The page of quality. ``editing``: the dialog of cards; ``memory``: the drafts."""

    def __init__(self, console: Console, memory: Memory | None = None) -> None:
        """``memory``: None: the user's own."""
        self._console, self._ground = console, console.ground
        self.widget = QualityView(console.ground)
        self.memory = memory or Memory(console.account)
        self.editing = Editing(console, self.widget, self._card_made)
        self._seed = console.account
        self._searches: tuple[SavedSearch, ...] = ()
        self._task: asyncio.Task[Any] | None = None
        self._looking: asyncio.Task[Any] | None = None
        self._storing: asyncio.Task[Any] | None = None
        self._is_shown = False
        self.moment = Moment(
            language=console.ground.language, zone=self._zone(), now=console.ground.clock.now(),
            centre=console.centre, is_masked=True, drafts=self.memory.drafts,
        )  # fmt: skip
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
        self._store_waiting()

    def hidden(self) -> None:
        """Nobody looks."""
        self._is_shown = False

    def reload(self) -> None:
        """Ask again."""
        if self._task is not None:
            self._task.cancel()
        self._know(is_asking=True)
        self._task = self._console.spawn(self._ask(), "quality")

    def close(self) -> None:
        """The console ends; drafts are kept already."""
        self._unhear()
        for task in (self._task, self._looking):
            if task is not None:
                task.cancel()
        self.editing.close()

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
                      country=self._console.centre.country)  # fmt: skip
        try:
            found = await self._console.database.ask(lambda connection: answer(connection, asked))
        except (Away, SuiteError) as problem:
            self._failed(problem)
            return
        self._searches = found.searches
        drawn = {call_key(one) for one in found.calls}
        chosen = self.moment.chosen
        kept = tuple(one for one in self.moment.calls if call_key(one) == chosen and chosen not in drawn)
        self._know(
            calls=(*kept, *found.calls), scores=found.scores, period_scores=found.period_scores, cards=found.cards,
            searches=tuple((search_key(one), one.name) for one in found.searches), is_asked=True, is_asking=False,
            failure="", away_since=None,
        )  # fmt: skip
        self._begin_draft()

    def _failed(self, problem: Exception) -> None:
        since = problem.since if isinstance(problem, Away) else None
        self._know(is_asking=False, away_since=since, failure="" if since else one_line(problem))

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
        self._know(tab="calls", calls=(*found, *mine), scores=(*scores, *others), cards=cards)
        self._choose(call_key(found[0]))
        self.widget.form.begin()

    async def _look(self, key: Key) -> None:
        """The course of the chosen call."""
        try:
            whole = await self._console.database.ask(lambda connection: tracking.tracked(connection, key[0], key[1]))
        except (Away, SuiteError):
            return
        if self.moment.chosen == key:
            self._know(tracked=whole)

    # --- drafts

    def _choose(self, key: Key | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._know(chosen=key, draft=None, tracked=None)
        if key is not None:
            self._looking = self._console.spawn(self._look(key), "quality: course")
            self._begin_draft()

    def _begin_draft(self) -> None:
        """What is filled in for the chosen call: as it was left, else as it was scored, else nothing yet."""
        key = self.moment.chosen
        found = next((one for one in self.moment.calls if call_key(one) == key), None)
        if key is None or found is None or (self.moment.draft is not None and self.moment.draft.key == key):
            return
        draft = self.memory.of(key)
        card = self.moment.card(draft.card, draft.version) if draft is not None else None
        stored = self.moment.score_of(key)
        if draft is None or card is None:
            draft = fresh(found, stored, self.moment.usable)
        self._know(draft=draft)

    def _change(self, **changed: Any) -> None:
        """The draft of now with other answers, card, comment; kept at once."""
        draft = self.moment.draft
        if draft is None or draft.is_sent:
            return
        stored = self.moment.score_of(draft.key)
        after = msgspec.structs.replace(draft, **changed)
        if stored is not None and after.corrects is None:
            after = msgspec.structs.replace(after, corrects=stored.score, score=uuid.uuid4().hex)
        self.memory.keep(after)
        self._know(draft=after)

    def _save(self) -> None:
        draft = self.moment.draft
        if draft is not None and not draft.is_sent:
            sent = msgspec.structs.replace(draft, is_sent=True)
            self.memory.keep(sent)
            self._know(draft=sent)
            self._store_waiting()

    def _store_waiting(self) -> None:
        if any(one.is_sent for one in self.memory.drafts) and (self._storing is None or self._storing.done()):
            self._storing = self._console.spawn(self._store(), "quality: store")

    async def _store(self) -> None:
        for draft in [one for one in self.memory.drafts if one.is_sent]:
            try:
                await self._store_one(draft)
            except Away as away:
                self._know(away_since=away.since)
                return
            except SuiteError as problem:  # it can be looked at, changed and sent again
                self.memory.keep(msgspec.structs.replace(draft, is_sent=False))
                self._console.say(one_line(problem), is_bad=True)
                self._forget_draft(draft)
        self.reload()

    async def _store_one(self, draft: Draft) -> None:
        database, place = self._console.database, (draft.card, draft.version)
        known = (*self.moment.cards, *(await database.ask(quality.cards) if self.moment.card(*place) is None else ()))
        card = next((one for one in known if (one.card, one.version) == place), None)
        if card is None:
            raise Refused(self._ground.language.text("The score card of this score is not there any more."))
        score = score_of(draft, card)
        await database.ask(lambda connection: quality.save_score(connection, score))
        self.memory.drop(draft)
        stored = msgspec.structs.replace(score, account=self._console.account, scored_at=self._ground.clock.now())
        others = tuple(one for one in self.moment.scores if one.score != draft.corrects)
        self._know(scores=(stored, *others))
        self._forget_draft(draft)
        self._console.say(self._ground.language.text("The score is stored."))

    def _forget_draft(self, draft: Draft) -> None:
        if self.moment.draft is not None and self.moment.draft.score == draft.score:
            self._know(draft=None)
            self._begin_draft()

    # --- doing

    def _do(self, wish: Wish) -> None:
        value: Any = wish.value
        match wish.kind:
            case "tab":
                self._know(tab=cast("Tab", value))
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
                self._know(operator=value or "")
            case "retry":
                self.reload()
                self._store_waiting()
            case "edit_cards":
                self.editing.begin(self.moment.usable)
            case "export":
                self._console.spawn(export_scores(self._console, self.widget, self.moment), "quality: export")
            case _:
                self._fill(wish)

    def _fill(self, wish: Wish) -> None:
        value: Any = wish.value
        draft = self.moment.draft
        if wish.kind == "answer" and draft is not None:
            self._change(answers=draft.answers | {value[0]: value[1]})
        elif wish.kind == "comment":
            self._change(comment=value)
        elif wish.kind == "card" and draft is not None and value != draft.card:
            card = next(one for one in self.moment.usable if one.card == value)
            self._change(card=card.card, version=card.version, answers={})
        elif wish.kind == "save":
            self._save()

    def _asks(self, **changed: Any) -> None:
        self._know(**changed)
        self.reload()

    def _card_made(self, card: Card) -> None:
        """It is stored: what is not begun yet is scored by it."""
        self._know(cards=(*self.moment.cards, card))
        draft = self.moment.draft
        if draft is not None and self.memory.of(draft.key) is None:
            self._know(draft=None)
        self._begin_draft()

    # --- what is shown

    def _heard(self) -> None:
        """The database is there again: what was missing is read, what waits is stored."""
        if self.moment.away_since is not None and self._console.database.away_since is None:
            self._know(away_since=None)
            self._store_waiting()
            if self._is_shown:
                self.reload()

    def _know(self, **changed: Any) -> None:
        self.moment = msgspec.structs.replace(self.moment, **changed)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        self.moment = msgspec.structs.replace(
            self.moment, language=self._ground.language, centre=self._console.centre, zone=self._zone(),
            now=self._ground.clock.now(), is_masked=not self._console.may("callers.see"), drafts=self.memory.drafts,
        )  # fmt: skip
        self.widget.render_screen(present(self.moment))
