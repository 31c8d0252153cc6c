"""A tiny SMTP server: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA; it keeps the mails and may refuse."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ssl
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import msgspec

from shared.serving import stop_listening

LONGEST_MAIL = 16_000_000


class Mail(msgspec.Struct):
    """A mail as it came: envelope, was it under TLS, who had logged in."""

    sender: str
    to: list[str]
    message: EmailMessage
    is_encrypted: bool
    user: str | None


class SmtpServer:
    """``refusals``: verb → answer instead of the usual one; ``strangers``: addresses that it takes no mail for.

    ``holds``: verb → what it waits for before it answers; ``TAKEN`` once it has a mail, ``EHLO`` before anything.
    """

    def __init__(self, certificate: tuple[Path, Path] | None, passwords: dict[str, str]) -> None:
        self.mails: list[Mail] = []
        self.refusals: dict[str, bytes] = {}
        self.strangers: set[str] = set()
        self.holds: dict[str, asyncio.Event] = {}
        self.held: list[str] = []
        self.connections = 0
        self._talks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.passwords = passwords
        self.tls: ssl.SSLContext | None = None
        if certificate is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*certificate)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client."""
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await _Talk(self, reader, writer).run()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def ended(self) -> None:
        """Until all clients have gone: what is left open would be a warning in another test."""
        await asyncio.gather(*self._talks, return_exceptions=True)


class _Talk:
    def __init__(self, server: SmtpServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.is_encrypted = False
        self.user: str | None = None
        self.sender = ""
        self.to: list[str] = []

    async def run(self) -> None:
        self.say(b"220 here")
        while line := (await self.reader.readline()).rstrip():
            verb = line.split(b" ")[0].split(b":")[0].decode().upper()
            await self.hold(verb)
            refusal = self.server.refusals.get(verb)
            if refusal is not None:
                self.say(refusal)
            elif verb == "QUIT":
                self.say(b"221 bye")
                return
            else:
                await self.do(verb, line)
            await self.writer.drain()

    async def hold(self, verb: str) -> None:
        if verb in self.server.holds:
            self.server.held.append(verb)
            await self.server.holds[verb].wait()

    def say(self, line: bytes) -> None:
        self.writer.write(line + b"\r\n")

    async def do(self, verb: str, line: bytes) -> None:
        match verb:
            case "EHLO":
                offers = b"250-STARTTLS\r\n" if self.server.tls and not self.is_encrypted else b""
                self.say(b"250-here\r\n" + offers + b"250 AUTH PLAIN")
            case "STARTTLS" if self.server.tls:
                self.say(b"220 go on")
                await self.writer.drain()
                await self.writer.start_tls(self.server.tls)
                self.is_encrypted = True
            case "AUTH":
                _empty, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
                is_right = self.server.passwords.get(user) == password
                self.user = user if is_right else None
                self.say(b"235 welcome" if is_right else b"535 wrong")
            case "MAIL":
                self.sender, self.to = _address(line), []
                self.say(b"250 ok")
            case "RCPT":
                is_stranger = _address(line) in self.server.strangers
                self.to += [] if is_stranger else [_address(line)]
                self.say(b"550 nobody" if is_stranger else b"250 ok")
            case "DATA":
                self.say(b"354 go on")
                await self.writer.drain()
                told = await self.reader.readuntil(b"\r\n.\r\n")
                message = message_from_bytes(told[:-3], policy=default)
                self.server.mails.append(Mail(self.sender, self.to, message, self.is_encrypted, self.user))
                await self.hold("TAKEN")
                self.say(b"250 taken")
            case _:
                self.say(b"502 what?")


def _address(line: bytes) -> str:
    return line.decode().partition("<")[2].partition(">")[0]


@contextlib.asynccontextmanager
async def smtp_server(
    certificate: tuple[Path, Path] | None = None, **passwords: str
) -> AsyncIterator[SmtpServer]:
    """A server on a free port of 127.0.0.1; with a certificate and key it offers STARTTLS."""
    made = SmtpServer(certificate, passwords)
    server = await asyncio.start_server(made.talk, "127.0.0.1", 0, limit=LONGEST_MAIL)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made
        await stop_listening(server)
    await made.ended()
