"""A small AMI client for the tests: it acts on the PBX and can hand every message to a listener.

Deliberately not the project's own link: what is under test must not be its own witness.
"""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .configuration import SECRET
from .subnet import AMI_PORT

Message = dict[str, Any]  # header -> value, or a list where the header repeats
ACTION_TIME = 20.0  # seconds until an unanswered action fails


class Ami:
    """One logged-in AMI connection.

    `heard(message)` sees each message, `banner_heard(text)` the first line.
    """

    def __init__(
        self,
        server: str,
        user: str,
        heard: Callable[[Message], None] = lambda message: None,
        banner_heard: Callable[[str], None] = lambda banner: None,
    ) -> None:
        self.server, self.user = server, user
        self._heard, self._banner_heard = heard, banner_heard
        self._numbers = itertools.count(1)
        self._answers: dict[str, tuple[asyncio.Future[list[Message]], list[Message], bool]] = {}
        self.closed = asyncio.Event()

    async def open(self) -> "Ami":
        """Connect and log in. Raises OSError when nobody listens."""
        self._reader, self._writer = await asyncio.open_connection(self.server, AMI_PORT, limit=1 << 22)
        self._task = asyncio.create_task(self._read())
        await self.action("Login", Username=self.user, Secret=SECRET, Events="on")
        return self

    async def action(self, name: str, **headers: Any) -> Message:
        """Send an action, wait for its response."""
        return (await self._ask(name, headers, is_list=False))[0]

    async def listing(self, name: str, **headers: Any) -> list[Message]:
        """Send an action that answers by a list of events; the response, the events and the closing event."""
        return await self._ask(name, headers, is_list=True)

    async def _ask(self, name: str, headers: dict[str, Any], is_list: bool) -> list[Message]:
        action_id = f"{self.user}-{next(self._numbers)}"
        answer: asyncio.Future[list[Message]] = asyncio.get_running_loop().create_future()
        self._answers[action_id] = (answer, [], is_list)
        lines = [f"Action: {name}", f"ActionID: {action_id}"]
        for key, value in headers.items():
            lines += [f"{key}: {one}" for one in (value if isinstance(value, list) else [value])]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        return await asyncio.wait_for(answer, ACTION_TIME)

    async def _read(self) -> None:
        rest = b""
        banner_seen = False
        try:
            while chunk := await self._reader.read(1 << 18):
                rest += chunk
                if not banner_seen and b"\r\n" in rest:
                    banner, _, rest = rest.partition(b"\r\n")
                    banner_seen = True
                    self._banner_heard(banner.decode())
                *whole, rest = rest.split(b"\r\n\r\n")
                for raw in whole:
                    self._take(parse(raw))
        except ConnectionError:
            pass
        finally:
            self.closed.set()
            for answer, _, _ in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionError("AMI closed"))

    def _take(self, message: Message) -> None:
        self._heard(message)
        waiting = self._answers.get(str(message.get("ActionID")))
        if waiting is None:
            return
        answer, collected, is_list = waiting
        collected.append(message)
        is_response = "Response" in message
        is_end = message.get("EventList") == "Complete" or message.get("Response") == "Error"
        if (is_end if is_list else is_response) and not answer.done():
            del self._answers[message["ActionID"]]
            answer.set_result(collected)

    async def close(self) -> None:
        """Log off politely; harmless when the PBX is gone."""
        if not self.closed.is_set():
            self._writer.write(b"Action: Logoff\r\n\r\n")
            with suppress(TimeoutError):
                await asyncio.wait_for(self.closed.wait(), 2)
        await self.drop()

    async def drop(self) -> None:
        """Close without a word, as a broken line would."""
        self._task.cancel()
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()


def parse(raw: bytes) -> Message:
    """One message's headers.

    Split at the first colon only (values contain more); repeated headers become a list.
    """
    message: Message = {}
    for line in raw.decode("utf-8", "surrogateescape").split("\r\n"):
        key, colon, value = line.partition(":")
        if not colon:
            continue  # the extra blank line after a TestEvent
        value = value.removeprefix(" ")
        if key not in message:
            message[key] = value
        elif isinstance(message[key], list):
            message[key].append(value)
        else:
            message[key] = [message[key], value]
    return message
