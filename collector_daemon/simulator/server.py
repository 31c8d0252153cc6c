"""The simulated PBX on a socket: AMI clients connect, virtual time runs ``speed`` times as fast as real
time.
"""

from __future__ import annotations

import asyncio
import ssl
from random import Random

from collector_daemon.capture import Headers
from collector_daemon.simulator.actions import ACTIONS
from collector_daemon.simulator.faults import Faults
from collector_daemon.simulator.reply import Action, Reply, error
from collector_daemon.simulator.session import AmiUser, Session
from collector_daemon.simulator.stream import BANNER
from collector_daemon.simulator.wire import encode
from collector_daemon.simulator.world import World
from shared.serving import stop_listening

MAX_BACKLOG = 4 * 1024 * 1024
"""At speed 0 virtual time waits while a client has this many bytes still to read."""
MAX_NAP = 0.5
"""The longest sleep (s), so that a changed speed takes effect soon."""


class Server:
    """An AMI server over a ``world``.

    ``speed``: virtual seconds a real second, 0 for as fast as the clients read. ``timestamp_events`` sends
    virtual time with each event, as ``timestampevents=yes`` does. ``host`` and ``port`` are where it listens
    once started.
    """

    def __init__(self, world: World, *, speed: float = 1.0, users: dict[str, AmiUser] | None = None,
                 timestamp_events: bool = False, banner: str = BANNER, buffer_bytes: int = 64 * 1024) -> None:
        self.world = world
        self.speed = speed
        self.users: dict[str, AmiUser] = users or {"collector": AmiUser("simulated", writetimeout=20.0)}
        self.timestamp_events = timestamp_events
        self.banner = banner
        self.buffer_bytes = buffer_bytes
        self.faults = Faults()
        self.sessions: set[Session] = set()
        self.random = Random(world.scenario.seed)
        self.host, self.port = "", 0
        self.events_sent = 0
        self._listening: asyncio.Server | None = None
        self._pump: asyncio.Task[None] | None = None
        self._anchor = (0.0, 0.0)

    # --- start and stop -------------------------------------------------------------------------------------

    async def start(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        """Begins to listen (port 0: any free one) and lets time run. Raises OSError."""
        loop = asyncio.get_running_loop()
        self.world.pbx.switch.listeners.append(self._tell)
        await self._listen(host, port, tls)
        self._anchor = (loop.time(), self.world.pbx.now)
        self._pump = asyncio.create_task(self._run(), name="simulated PBX")

    async def _listen(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(lambda: Session(self), host, port, ssl=tls)
        self.host, self.port = self._listening.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Stops time and closes every connection."""
        if self._pump:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)
        if self._listening:
            await stop_listening(self._listening)
        self._disconnect()
        if self._listening:
            await self._listening.wait_closed()
        self.world.pbx.switch.listeners.remove(self._tell)

    async def __aenter__(self) -> Server:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # --- time -----------------------------------------------------------------------------------------------

    def set_speed(self, speed: float) -> None:
        """From now on virtual time runs so fast."""
        self._catch_up()
        self._anchor = (asyncio.get_running_loop().time(), self.world.pbx.now)
        self.speed = speed

    def _virtual_now(self) -> float:
        real, virtual = self._anchor
        return virtual + (asyncio.get_running_loop().time() - real) * self.speed

    def _catch_up(self) -> None:
        if self.speed > 0:
            self.world.pbx.schedule.run_until(self._virtual_now())

    async def _run(self) -> None:
        schedule = self.world.pbx.schedule
        while True:
            if self.speed <= 0:
                await self._run_free()
                continue
            self._catch_up()
            at = schedule.next_at()
            nap = MAX_NAP if at is None else (at - self._virtual_now()) / self.speed
            await asyncio.sleep(min(MAX_NAP, max(0.0, nap)))

    async def _run_free(self) -> None:
        """As fast as the clients read; without a client time stands still."""
        schedule = self.world.pbx.schedule
        listening = [session for session in self.sessions if session.classes and not session.is_mute]
        if not listening or max(session.waiting_bytes() for session in listening) > MAX_BACKLOG:
            await asyncio.sleep(0.005)
            return
        for _ in range(50):
            if schedule.next_at() is not None:
                schedule.step()
        await asyncio.sleep(0)

    # --- what happens ---------------------------------------------------------------------------------------

    def perform(self, name: str, action: Action) -> Reply:
        """Does what an action asks, now."""
        if name == "ping":
            now = self.world.pbx.now
            return Reply({"Response": "Success", "Ping": "Pong", "Timestamp": f"{now:.6f}"})
        handler = ACTIONS.get(name)
        if handler is None:
            return error("Invalid/unknown command")
        self._catch_up()
        reply = handler(self.world.pbx, action)
        self.world.pbx.phones.tell_changes()
        return reply

    def uptime(self) -> int:
        """Whole virtual seconds since the PBX was started."""
        return int(self.world.pbx.now - self.world.pbx.switch.boot)

    def _tell(self, at: float, headers: Headers) -> None:
        privilege = str(headers.get("Privilege", ""))
        if self.timestamp_events:
            rest = {name: value for name, value in headers.items() if name not in ("Event", "Privilege")}
            headers = {"Event": headers["Event"], "Privilege": privilege, "Timestamp": f"{at:.6f}", **rest}
        data = encode(headers)
        self.events_sent += 1
        for session in list(self.sessions):
            session.tell(privilege.partition(",")[0], data)

    def _disconnect(self) -> None:
        for session in list(self.sessions):
            session.close()

    def mute(self, is_mute: bool = True) -> None:
        """Every connection stays open, but nothing is sent or answered any more; what happens meanwhile is lost."""
        for session in self.sessions:
            session.is_mute = is_mute

    def cut(self) -> None:
        """Every connection is torn down at once."""
        for session in list(self.sessions):
            if session.transport:
                session.transport.abort()

    async def shut_down(self) -> None:
        """A clean stop of the PBX: everything is ended as if people had done it, ``Shutdown``, end of file.

        The server goes on listening: a client that comes back finds the PBX started anew.
        """
        self._catch_up()
        self.world.shut_down()
        self._disconnect()

    async def crash(self) -> None:
        """The PBX is gone in the middle of everything: the stream just ends."""
        self._catch_up()
        self.cut()
        self.world.crash()
