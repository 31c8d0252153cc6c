"""The draft of the chosen call: begun, filled in, kept, sent; stored when there is a database."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any, Protocol

import msgspec

from shared.domain.quality import Card
from shared.errors import Refused, SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.quality.app.drafts import fresh, score_of
from supervisor_console.quality.app.memory import Memory
from supervisor_console.quality.presenter import Draft, Moment
from supervisor_console.quality.screen import Wish
from supervisor_console.reports import quality
from supervisor_console.reports.quality_answer import call_key


class Knowing(Protocol):
    """The page, as far as drafts concern it."""

    moment: Moment

    def know(self, **changed: Any) -> None:
        """This is so from now on."""
        ...

    def reload(self) -> None:
        """Ask again."""
        ...


class Filling:
    """What is filled in. ``memory`` keeps it at this computer until it is stored."""

    def __init__(self, console: Console, page: Knowing, memory: Memory) -> None:
        self._console, self._page, self.memory = console, page, memory
        self._storing: asyncio.Task[Any] | None = None

    def begin(self) -> None:
        """What is filled in for the chosen call: as it was left, else as it was scored, else nothing yet."""
        moment, key = self._page.moment, self._page.moment.chosen
        found = next((one for one in moment.calls if call_key(one) == key), None)
        if key is None or found is None or (moment.draft is not None and moment.draft.key == key):
            return
        draft = self.memory.of(key)
        card = moment.card(draft.card, draft.version) if draft is not None else None
        if draft is None or card is None:
            draft = fresh(found, moment.score_of(key), moment.usable)
        self._page.know(draft=draft)

    def fill(self, wish: Wish) -> None:
        """An answer, a comment, another card, or that it is finished."""
        value: Any = wish.value
        moment = self._page.moment
        draft = moment.draft
        if draft is None or draft.is_sent:
            return
        if wish.kind == "answer":
            self._change(draft, answers=draft.answers | {value[0]: value[1]})
        elif wish.kind == "comment":
            self._change(draft, comment=value)
        elif wish.kind == "card" and value != draft.card:
            card = next(one for one in moment.usable if one.card == value)
            self._change(draft, card=card.card, version=card.version, answers={})
        elif wish.kind == "save":
            self._keep(msgspec.structs.replace(draft, is_sent=True))
            self.store()

    def card_made(self, card: Card) -> None:
        """It is stored: what is not begun yet is scored by it."""
        moment = self._page.moment
        self._page.know(cards=(*moment.cards, card))
        if moment.draft is not None and self.memory.of(moment.draft.key) is None:
            self._page.know(draft=None)
        self.begin()

    def store(self) -> None:
        """Store what is finished and waits."""
        if any(one.is_sent for one in self.memory.drafts) and (self._storing is None or self._storing.done()):
            self._storing = self._console.spawn(self._store(), "quality: store")

    def _change(self, draft: Draft, **changed: Any) -> None:
        """The draft of now with other answers, card, comment."""
        stored = self._page.moment.score_of(draft.key)
        after = msgspec.structs.replace(draft, **changed)
        if stored is not None and after.corrects is None:
            after = msgspec.structs.replace(after, corrects=stored.score, score=uuid.uuid4().hex)
        self._keep(after)

    def _keep(self, draft: Draft) -> None:
        self.memory.keep(draft)
        self._page.know(draft=draft)

    async def _store(self) -> None:
        for draft in [one for one in self.memory.drafts if one.is_sent]:
            try:
                await self._store_one(draft)
            except Away as away:
                self._page.know(away_since=away.since)
                return
            except SuiteError as problem:  # it can be looked at, changed and sent again
                self.memory.keep(msgspec.structs.replace(draft, is_sent=False))
                self._console.say(one_line(problem), is_bad=True)
                self._forget(draft)
        self._page.reload()

    async def _store_one(self, draft: Draft) -> None:
        database, ground = self._console.database, self._console.ground
        moment, place = self._page.moment, (draft.card, draft.version)
        known = (*moment.cards, *(await database.ask(quality.cards) if moment.card(*place) is None else ()))
        card = next((one for one in known if (one.card, one.version) == place), None)
        if card is None:
            raise Refused(ground.language.text("The score card of this score is not there any more."))
        score = score_of(draft, card)
        await database.ask(lambda connection: quality.save_score(connection, score))
        self.memory.drop(draft)
        stored = msgspec.structs.replace(score, account=self._console.account, scored_at=ground.clock.now())
        others = tuple(one for one in self._page.moment.scores if one.score != draft.corrects)
        self._page.know(scores=(stored, *others))
        self._forget(draft)
        self._console.say(ground.language.text("The score is stored."))

    def _forget(self, draft: Draft) -> None:
        moment = self._page.moment
        if moment.draft is not None and moment.draft.score == draft.score:
            self._page.know(draft=None)
            self.begin()
