"""Ending a TCP server without losing sight of who is just coming in."""

import asyncio
import contextlib

TURNS = 3
"""Turns of the loop between accept() and a protocol's ``connection_made`` (Python 3.11 to 3.13: two)."""


async def stop_listening(server: asyncio.Server) -> None:
    """Close the listening sockets. Who was accepted before has come in by then, to be sent away like everybody.

    ``Server.close`` alone leaves such a connection open for ever: its transport fails on the closed server (an
    assertion in ``Server._attach``, Python 3.11 to 3.13). Loops without readers (Windows) keep that fault.
    """
    loop = asyncio.get_running_loop()
    for listener in server.sockets:
        with contextlib.suppress(NotImplementedError):
            loop.remove_reader(listener.fileno())
    for _turn in range(TURNS):
        await asyncio.sleep(0)
    server.close()
