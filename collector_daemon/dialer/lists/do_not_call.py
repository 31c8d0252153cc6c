"""Do-not-call lists and the consent ledger, as people change them: each change an entry, with who, when and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from collector_daemon.dialer.lists.lines import normal
from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.dialer.writing import DialerMistake
from shared.campaigns.ledgers import Consent, DoNotCall
from shared.clock import Clock
from shared.domain.commands.dialer import ConsentPut, DoNotCallPut, DoNotCallRemove

Answer = dict[str, Any]
Noting = Callable[[str, str, str], Act]
"""The entry in the audit: act, subject, detail."""


class Lists:
    """Carries the commands out; ``country`` tells where numbers without a prefix are."""

    def __init__(self, store: DialerStore, country: Callable[[], str], clock: Clock) -> None:
        self._store, self._country, self._clock = store, country, clock

    async def put(self, asked: DoNotCallPut, by: str, act: Noting) -> Answer:
        """``dialer.list.put``: ``new`` of the ``numbers`` were not on it like this. Raises DialerMistake."""
        numbers = [self._number(one) for one in dict.fromkeys(asked.numbers)]
        if asked.campaign is not None:
            await self._store.campaigns.the(asked.campaign)
        listed = [
            DoNotCall(number=one, list=asked.list, scope="centre" if asked.campaign is None else "campaign",
                      of=asked.campaign or "", until=asked.until, why=asked.why)
            for one in numbers
        ]  # fmt: skip
        until = f" until {asked.until}" if asked.until else ""
        detail = f"{len(numbers)} numbers{until}: {asked.why}".removesuffix(": ")
        new = await self._store.knowledge.put(listed, by, act("do-not-call: put", asked.list, detail))
        return {"list": asked.list, "numbers": len(numbers), "new": new}

    async def remove(self, asked: DoNotCallRemove, by: str, act: Noting) -> Answer:
        """``dialer.list.remove``. Raises DialerMistake (not_listed)."""
        number = self._number(asked.number)
        noted = act("do-not-call: removed", asked.list, f"…{number[-3:]}: {asked.why}")
        removed = await self._store.knowledge.remove(asked.list, number, asked.why, by, noted)
        if not removed:
            raise DialerMistake("not_listed", f"{asked.number} is not on the list {asked.list}")
        return {"list": asked.list, "removed": removed}

    async def consent(self, asked: ConsentPut, by: str, act: Noting) -> Answer:
        """``dialer.consent``. Raises DialerMistake."""
        number = self._number(asked.number)
        if asked.given_at > self._clock.now():
            raise DialerMistake("bad_value", "a consent is not given in the future")
        said = Consent(number=number, is_given=asked.is_given, given_at=asked.given_at, how=asked.how, text=asked.text,
                       source=asked.source, until=asked.until)  # fmt: skip
        done = "consent: given" if asked.is_given else "consent: withdrawn"
        await self._store.knowledge.consent(said, by, act(done, f"…{number[-3:]}", asked.how))
        return {"number": number}

    def _number(self, said: str) -> str:
        found = normal(said, self._country())
        if found is None:
            raise DialerMistake("bad_number", f"{said} is no telephone number")
        return found
