"""A busy simulated PBX as a process of its own, which keeps a ledger of what really happened in a file.

    python -m tests.proof.pbx_process CLOCK_FILE LEDGER_FILE SEED SPEED LOAD

Prints its port, then does what each line of its input says and answers "done". Whoever kills it has the calls that were
over by then in the ledger, one JSON line each; of a call told twice the later line counts.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from random import Random

import msgspec

from collector_daemon.capture import Headers
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.wire import encode
from collector_daemon.simulator.world import Scenario, World
from tests.helpers.quick_clock import QuickClock
from tests.integration.daemon.running import SECRET

LOOK = 0.005  # seconds
FLOOD = 20_000  # events
FLOODED: Headers = {"Event": "VarSet", "Privilege": "dialplan,all", "Channel": "PJSIP/flood-1", "Uniqueid": "1.1",
                    "Linkedid": "1.1", "Variable": "FLOOD", "Value": "x" * 200}  # fmt: skip
RUBBISH = (b"Event: \xff\xfe\r\nno colon here\r\n\r\n", b"\r\n\r\n", b"\0\0\0: \x80\r\n\r\n", b": : :\r\n\r\n",
           b"Event: Hangup\r\n\r\n", b"Event: QueueCallerJoin\r\nPosition: many\r\nUniqueid: \xc3\r\n\r\n",
           b"Response: Success\r\nActionID: nobody asked\r\n\r\n", b"A: " + b"x" * 60_000 + b"\r\n\r\n")  # fmt: skip
"""Bytes that no Asterisk sends; each ends as a message does, so that what follows can be understood."""


class Pbx:
    """The server, its ledger, and what can be done to both."""

    def __init__(self, server: Server, ledger: Path, seed: int) -> None:
        self.server, self._random = server, Random(seed)
        self._ledger = ledger.open("ab", buffering=0)
        self._told = 0

    def tell(self) -> None:
        """Write down the calls that are over since the last time."""
        finished = self.server.world.pbx.finished
        lines = [msgspec.json.encode(note.fact()) + b"\n" for note in finished[self._told :]]
        self._told = len(finished)
        if lines:
            self._ledger.write(b"".join(lines))

    async def keep_telling(self) -> None:
        """For ever."""
        while True:
            self.tell()
            await asyncio.sleep(LOOK)

    async def do(self, order: str) -> str:
        """What an order asks for, and the answer."""
        server = self.server
        match order:
            case "crash":
                await server.crash()
            case "restart":
                await server.shut_down()
            case "truncate":
                server.faults.halve_next_message()
            case "damage":
                self._say(self._random.choice(RUBBISH) for _ in range(50))
            case "flood":
                data = encode(FLOODED) * 100
                for _ in range(FLOOD // 100):
                    self._say([data])
                    await asyncio.sleep(0)
            case "reload":
                server.world.pbx.switch.emit("Reload", {"Module": "All", "Status": "0"})
            case "freeze":
                return self._freeze()
        return "done"

    def _say(self, pieces) -> None:  # type: ignore[no-untyped-def]
        for piece in pieces:
            for session in list(self.server.sessions):
                if session.classes:
                    session.send(piece)

    def _freeze(self) -> str:
        """Nothing happens any more; the answer is the calls that go on, by id."""
        assert self.server._pump is not None
        self.server._pump.cancel()
        self._told = 0  # what was added to a call later, too
        self.tell()
        return "done " + " ".join(call.call_id for call in self.server.world.still_open())


async def serve(clock: QuickClock, ledger: Path, seed: int, speed: float, load: float) -> None:
    """Until the input ends."""
    world = World(Scenario(seed=seed, load=load, is_always_open=True), clock.now().timestamp(), "main")
    users = {"collector": AmiUser(SECRET, writetimeout=20.0)}
    async with Server(world, speed=speed, users=users) as server:
        pbx = Pbx(server, ledger, seed)
        telling = asyncio.create_task(pbx.keep_telling())
        print(server.port, flush=True)
        while order := (await asyncio.to_thread(sys.stdin.readline)).strip():
            print(await pbx.do(order), flush=True)
        telling.cancel()


if __name__ == "__main__":
    asyncio.run(serve(QuickClock(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]),
                      float(sys.argv[5])))  # fmt: skip
