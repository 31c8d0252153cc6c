"""One AMI client: logs in, gets the events of its classes, and answers to its actions, all in one stream."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass
from random import Random
from typing import Protocol

from collector_daemon.capture import Headers
from collector_daemon.simulator.faults import Faults
from collector_daemon.simulator.reply import Action, Reply, error, success
from collector_daemon.simulator.wire import Reader, TooLong, encode

ALL = frozenset({"system", "call", "agent", "user", "dialplan", "dtmf", "cdr", "security", "reporting"})


@dataclass(frozen=True, slots=True)
class AmiUser:
    """An entry of manager.conf: secret, which classes it may read, seconds until a stalled reader is cut
    off.
    """

    secret: str
    reads: frozenset[str] = ALL
    writetimeout: float = 0.1


class Host(Protocol):
    """What a session needs of the server: see there."""

    users: dict[str, AmiUser]
    sessions: set[Session]
    faults: Faults
    random: Random
    banner: str
    buffer_bytes: int

    def perform(self, name: str, action: Action) -> Reply:
        """Does what an action asks."""
        ...

    def uptime(self) -> int:
        """Seconds since the PBX was started."""
        ...


class Session(asyncio.Protocol):
    """A connection. Everything that is sent goes through ``send``, so that faults can stop it."""

    def __init__(self, server: Host) -> None:
        self.server = server
        self.user: AmiUser | None = None
        self.classes: frozenset[str] = frozenset()
        self.transport: asyncio.Transport | None = None
        self.is_mute = False
        self._reader = Reader()
        self._challenge = ""
        self._stalled: asyncio.TimerHandle | None = None

    # --- the connection -------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greets."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.set_write_buffer_limits(high=self.server.buffer_bytes)
        self.server.sessions.add(self)
        self.send(self.server.banner.encode() + b"\r\n")

    def connection_lost(self, problem: Exception | None) -> None:
        """The client is gone."""
        self.resume_writing()
        self.server.sessions.discard(self)

    def pause_writing(self) -> None:
        """The client does not read: after writetimeout it is cut off, and what was not sent is lost."""
        if self.transport and self._stalled is None:
            wait = self.user.writetimeout if self.user else 1.0
            self._stalled = asyncio.get_running_loop().call_later(wait, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def data_received(self, data: bytes) -> None:
        """Some bytes of actions."""
        try:
            for action in self._reader.feed(data):
                if not self.is_mute:
                    self._handle(action)
        except TooLong:
            self.close()

    def send(self, data: bytes) -> None:
        """Sends bytes, unless the session is mute or gone."""
        if self.transport and not self.transport.is_closing() and not self.is_mute:
            sent = self.server.faults.damage(data)
            self.transport.write(sent)
            if sent != data:
                self.is_mute = True
                asyncio.get_running_loop().call_soon(self.close)

    def tell(self, event_class: str, data: bytes) -> None:
        """An event, if this client reads its class."""
        if event_class in self.classes:
            self.send(data)

    def close(self) -> None:
        """Ends the connection after what was written."""
        if self.transport:
            self.transport.close()

    def waiting_bytes(self) -> int:
        """How much the client has not taken yet."""
        return (
            self.transport.get_write_buffer_size()
            if self.transport and not self.transport.is_closing()
            else 0
        )

    # --- actions --------------------------------------------------------------------------------------------

    def _handle(self, action: Action) -> None:
        name = action.get("action", "").lower()
        if name in self.server.faults.unanswered:
            return
        if name == "login":
            self._login(action)
        elif name == "challenge":
            self._ask_challenge(action)
        elif name == "logoff":
            self._logoff(action)
        elif self.user is None:
            self._answer(action, error("Permission denied"))
        elif name == "events":
            self.classes = self._mask(action.get("eventmask", "on"))
            self._answer(action, Reply({"Response": "Success", "Events": "On" if self.classes else "Off"}))
        else:
            self._answer(action, self.server.perform(name, action))

    def _answer(self, action: Action, reply: Reply) -> None:
        for message in reply.messages(action.get("actionid", "")):
            self.send(encode(message))

    def _ask_challenge(self, action: Action) -> None:
        if action.get("authtype", "").lower() != "md5":
            self._answer(action, error("Must specify AuthType"))
            return
        self._challenge = str(self.server.random.randrange(10**8, 10**9))
        self._answer(action, Reply({"Response": "Success", "Challenge": self._challenge}))

    def _login(self, action: Action) -> None:
        user = self.server.users.get(action.get("username", ""))
        if user is None or self.server.faults.is_refusing_logins or not self._is_right(user, action):
            self._answer(action, error("Authentication failed"))
            self.close()
            return
        self.user = user
        self._answer(action, success("Authentication accepted"))
        self.classes = self._mask(action.get("events", "on"))
        uptime = str(self.server.uptime())
        booted: Headers = {
            "Event": "FullyBooted",
            "Privilege": "system,all",
            "Uptime": uptime,
            "LastReload": uptime,
            "Status": "Fully Booted",
        }
        self.tell("system", encode(booted))

    def _is_right(self, user: AmiUser, action: Action) -> bool:
        if action.get("authtype", "").lower() == "md5":
            digest = hashlib.md5((self._challenge + user.secret).encode(), usedforsecurity=False).hexdigest()
            return bool(self._challenge) and hmac.compare_digest(digest, action.get("key", "").lower())
        return hmac.compare_digest(user.secret.encode(), action.get("secret", "").encode())

    def _logoff(self, action: Action) -> None:
        self._answer(action, Reply({"Response": "Goodbye", "Message": "Thanks for all the fish."}))
        self.close()

    def _mask(self, told: str) -> frozenset[str]:
        words = {word.strip().lower() for word in told.split(",")}
        reads = self.user.reads if self.user else frozenset()
        if words & {"on", "yes", "true", "all", "1"}:
            return reads
        return frozenset() if words & {"off", "no", "false", "0"} else frozenset(words) & reads
