"""A line between daemon and PBX that loses what it is told to lose: orders to dial, or their answers."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from tests.helpers.proxy import Proxy

END = b"\r\n\r\n"
Lost = Callable[[bytes], bool]
"""Is this message lost? It is as it goes over the wire."""


class Swallowing(Proxy):
    """Whole messages that ``is_lost`` names never arrive; everything else does, in order."""

    def __init__(self, host: str, port: int) -> None:
        self.is_lost: Lost = lambda _message: False
        self.lost: list[bytes] = []
        super().__init__(host, port)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest, is_greeted = b"", False
        with suppress(OSError):
            while data := await reader.read(16_384):
                if not is_greeted and data.startswith(b"Asterisk"):
                    is_greeted = True
                    greeting, _, data = data.partition(b"\r\n")
                    writer.write(greeting + b"\r\n")
                *whole, rest = (rest + data).split(END)
                for message in whole:
                    if self.is_lost(message):
                        self.lost.append(message)
                    else:
                        writer.write(message + END)
                await writer.drain()
        writer.close()
