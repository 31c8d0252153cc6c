"""Look-ups in the customer system: each asked once at a time, its answer kept for a while, also that nobody is known.

Failures are quiet, an answer with a ``state`` and a line, and are not kept: the next trigger asks again. All of it is
of one loop. The secret is asked for where it is needed, in a thread because a keyring may wait for its owner; it is
in headers only, never in an answer, a message or the log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from operator_panel.crm.addresses import host_of
from operator_panel.crm.failing import NobodyThere, NotAnswered, Reason
from operator_panel.crm.placeholders import CallFacts
from operator_panel.crm.ready_link import ReadyLink, Request
from shared.clock import Clock
from shared.credentials import Secret

if TYPE_CHECKING:
    from operator_panel.crm.asking import Asking

log = logging.getLogger(__name__)

MOST_KEPT = 500
LONGEST_WAIT = 30.0  # seconds, whatever a link says

SecretOf = Callable[[str], str | None]
"""The secret that this desk has for a link; None: none. May block, is called in a thread."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a look-up. ``values`` by the mapped fields' names; ``problem``: a line, in English.

    ``asking`` goes on; ``none``: the customer system knows nobody; ``slow``: no answer in time; ``failed``: the rest.
    """

    link: str
    state: Literal["asking", "found", "none", "failed", "slow"]
    values: dict[str, str] = {}
    reason: Reason = ""
    host: str = ""
    problem: str = ""
    at: datetime | None = None


_Key = tuple[str, Request]


class LookUps:
    """The look-ups of one desk. ``close`` before the loop ends."""

    def __init__(self, clock: Clock, secret_of: SecretOf) -> None:
        self._clock = clock
        self._secret_of = secret_of
        self._asking: Asking | None = None
        self._secrets: dict[str, Secret] = {}
        self._kept: dict[_Key, tuple[float, Answer]] = {}
        self._running: dict[_Key, asyncio.Task[Answer]] = {}

    async def close(self) -> None:
        """Give up what is under way."""
        for task in tuple(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        if self._asking is not None:
            await self._asking.close()
            self._asking = None

    async def warmed(self) -> Asking:
        """What asks, loaded in a thread: that takes as long as a ringing should not have to wait."""
        return self._asking or self._one_of(await asyncio.to_thread(_load))

    def _one_of(self, kind: type[Asking]) -> Asking:
        if self._asking is None:
            self._asking = kind()
        return self._asking

    def forget(self) -> None:
        """Keep nothing: the links are others now, or somebody else sits here."""
        self._kept.clear()
        self._secrets.clear()

    def known(self, ready: ReadyLink, facts: CallFacts) -> Answer | None:
        """The answer that is kept for these facts, if there is one that is still good."""
        return self._still_good((ready.name, ready.request(facts.values())))

    async def ask(self, ready: ReadyLink, facts: CallFacts) -> Answer:
        """Ask, or take what is kept; who asks the same meanwhile gets the same answer. Raises nothing."""
        values = facts.values()
        key = ready.name, ready.request(values)
        kept = self._still_good(key)
        if kept is not None:
            return kept
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._answered(ready, key[1], values))
            self._running[key] = task
            task.add_done_callback(lambda _task: self._running.pop(key, None))
        return await asyncio.shield(task)

    async def _answered(self, ready: ReadyLink, request: Request, values: dict[str, str]) -> Answer:
        host = host_of(request.url)
        try:
            said = await self._said(ready, request, values)
            found = {
                field.name: path.found_in(said) for field, path in zip(ready.link.fields, ready.paths, strict=True)
            }
            found = {name: value for name, value in found.items() if value}
            state: Literal["found", "none"] = "found" if found else "none"
            answer = Answer(link=ready.name, state=state, values=found, host=host, at=self._clock.now())
        except NobodyThere:
            answer = Answer(link=ready.name, state="none", host=host, at=self._clock.now())
        except NotAnswered as problem:
            log.info("the look-up %s failed: %s", ready.name, problem, extra={"action": "look_up_failed"})
            return Answer(
                link=ready.name, state="slow" if problem.reason == "slow" else "failed", reason=problem.reason,
                host=host, problem=str(problem), at=self._clock.now(),
            )  # fmt: skip
        self._keep((ready.name, request), answer, ready.link.cache_seconds)
        return answer

    async def _said(self, ready: ReadyLink, request: Request, values: dict[str, str]) -> object:
        asking = await self.warmed()
        secret = await self._secret(ready.name) if ready.needs_secret else None
        headers = ready.headers(values, secret.reveal() if secret else "")
        try:
            return await asking.ask(request, headers, min(ready.link.timeout_seconds, LONGEST_WAIT))
        except NotAnswered as problem:
            if problem.reason == "refused":
                self._secrets.pop(ready.name, None)  # it may be another by now
            raise

    async def _secret(self, name: str) -> Secret:
        if name not in self._secrets:
            found = await asyncio.to_thread(self._secret_of, name)
            if not found or not found.isprintable():
                raise NotAnswered("no_secret", f"this desk has no secret for the link {name}")
            self._secrets[name] = Secret(found)
        return self._secrets[name]

    def _still_good(self, key: _Key) -> Answer | None:
        until, answer = self._kept.get(key, (0.0, None))
        return answer if answer is not None and self._clock.monotonic() < until else None

    def _keep(self, key: _Key, answer: Answer, seconds: float) -> None:
        self._kept.pop(key, None)
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        if seconds > 0:
            self._kept[key] = self._clock.monotonic() + seconds, answer


def _load() -> type[Asking]:
    from operator_panel.crm.asking import Asking

    return Asking
