"""What is done about alerts, beside everything else: nothing waits for it and nothing else suffers from it.

Each kind of action has its own small number under way. What concerns one alert is carried out in order, so that
"cleared" never overtakes "raised". A webhook or mail that fails is tried again with patience; a program is run once.
What fails for good is one line in the log. With too much waiting, more is dropped, with one line when that begins.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from collector_daemon.alerting import mail as letters
from collector_daemon.alerting.failing import ActionFailed
from collector_daemon.alerting.notice import Notice
from collector_daemon.alerting.program import Programs
from collector_daemon.alerting.webhook import Webhook
from collector_daemon.post import Post
from collector_daemon.settings import AlertSettings, MailSettings, mail_password, webhook_secret

log = logging.getLogger(__name__)

PAUSES = (2.0, 10.0, 30.0)  # seconds before the second, third and last try
MOST_WAITING = 200
WEBHOOKS, PROGRAMS, MAILS = 8, 4, 2  # under way at once
GRACE_SECONDS = 3.0  # what is under way when the daemon stops has so long

Key = tuple[str, str, str]
Deed = Callable[[], Awaitable[None]]


class Actions:
    """The actions of all rules. ``tell`` returns at once; ``close`` at the end. Raises BadSecret."""

    def __init__(
        self, rules: Iterable[AlertSettings], mail: MailSettings, *, pauses: Sequence[float] = PAUSES,
        most_waiting: int = MOST_WAITING,
    ) -> None:
        self._mail = mail
        self.take(rules)
        self._programs = Programs()
        self._pauses, self._most_waiting = pauses, most_waiting
        self._threads = {
            "program": ThreadPoolExecutor(PROGRAMS, "alert-program"), "mail": ThreadPoolExecutor(MAILS, "alert-mail"),
        }
        self._webhook_room = asyncio.Semaphore(WEBHOOKS)
        self._latest: dict[Key, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_dropping = False

    def take(self, rules: Iterable[AlertSettings]) -> None:
        """From now on these rules; what is under way goes on. Raises BadSecret."""
        rules = list(rules)
        self._webhooks = {
            rule.name: Webhook(rule.webhook, rule.webhook_header, webhook_secret(rule))
            for rule in rules if rule.webhook
        }
        self._post = Post(self._mail, mail_password(self._mail) if any(rule.mail for rule in rules) else None)

    @property
    def under_way(self) -> int:
        """Actions that are carried out or wait for their turn."""
        return len(self._tasks)

    def tell(self, rule: AlertSettings, notice: Notice) -> None:
        """Do what the rule wants done."""
        if rule.name in self._webhooks:
            self._begin(rule, notice, "webhook", partial(self._webhook, self._webhooks[rule.name], notice.body()))
        if rule.command:
            run = partial(self._programs.run, [rule.command[0], *map(notice.filled, rule.command[1:])],
                          notice.environment(), rule.command_seconds)
            self._begin(rule, notice, "program", partial(self._in_thread, "program", run))
        if rule.mail:
            send = partial(letters.send, self._post, rule.mail, notice)
            self._begin(rule, notice, "mail", partial(self._in_thread, "mail", send))

    async def close(self) -> None:
        """Give what is under way a moment, then end it."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
        left = list(self._tasks)
        if left:
            log.warning("stopped before %d actions of alerts were carried out", len(left))
        for task in left:
            task.cancel()
        self._programs.end()
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, rule: AlertSettings, notice: Notice, kind: str, deed: Deed) -> None:
        key = (notice.pbx, notice.alert, kind)
        if len(self._tasks) >= self._most_waiting:
            if not self._is_dropping:
                log.warning("too many actions of alerts wait; more are left out until there is room")
            self._is_dropping = True
            return
        self._is_dropping = False
        told = f"alert rule {rule.name}, {notice.event}: {kind}"
        task = asyncio.create_task(self._carry_out(self._latest.get(key), told, deed), name=told)
        self._latest[key] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(key, done))

    def _forget(self, key: Key, done: asyncio.Task[None]) -> None:
        self._tasks.discard(done)
        if self._latest.get(key) is done:
            del self._latest[key]

    async def _carry_out(self, before: asyncio.Task[None] | None, told: str, deed: Deed) -> None:
        if before is not None:
            await asyncio.wait([before])
        for pause in (*self._pauses, None):
            try:
                await deed()
            except ActionFailed as problem:
                if pause is None or problem.is_final:
                    log.warning("%s: %s", told, problem)
                    return
                await asyncio.sleep(pause)
            except Exception:
                log.exception("%s failed", told)
                return
            else:
                return

    async def _webhook(self, webhook: Webhook, body: bytes) -> None:
        async with self._webhook_room:
            await webhook.post(body)

    async def _in_thread(self, kind: str, deed: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._threads[kind], deed)
