"""What leaves the daemon as mail and as files: by SMTP with STARTTLS or TLS, and laid into a folder.

In whatever thread it is called. What is written in it, and who gets it, is not decided here.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path

import msgspec

from collector_daemon.settings import MailSettings
from shared.credentials import Secret
from shared.errors import one_line

SECONDS = 15.0  # for each step of the conversation
LONGEST_SUBJECT = 200


class SendFailed(Exception):
    """In one line, without secrets. ``is_final``: trying again would not help."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class Enclosed(msgspec.Struct, frozen=True):
    """A file that is sent or laid: its name, its MIME type, its bytes."""

    name: str
    mime: str
    content: bytes


def lay(files: Iterable[Enclosed], folder: Path) -> None:
    """Write each file whole or not at all; what was there under its name is replaced. Raises SendFailed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in files:
            part = folder / f".{one.name}.part"
            part.write_bytes(one.content)
            part.replace(folder / one.name)
    except OSError as problem:
        raise SendFailed(f"{folder}: {problem.strerror or one_line(problem)}") from None


class Post:
    """The way out for mail."""

    def __init__(self, settings: MailSettings, password: Secret | None) -> None:
        self._settings, self._password = settings, password

    def letter(self, to: Sequence[str], subject: str, at: datetime, name: str = "") -> EmailMessage:
        """A mail without content yet. ``name``: of a mail that may have to be sent again and is then the same one.

        Raises SendFailed for addresses that cannot be.
        """
        sender = self._settings.sender
        domain = sender.rpartition("@")[2]
        message = EmailMessage(policy=SMTP)
        try:
            message["Subject"] = subject[:LONGEST_SUBJECT]
            message["From"], message["To"] = sender, ", ".join(to)
            message["Date"] = format_datetime(at)
            message["Message-ID"] = f"<{name}@{domain}>" if name else make_msgid(domain=domain)
        except ValueError as problem:
            raise _failed(self._settings.host, problem) from None
        message["Auto-Submitted"] = "auto-generated"
        return message

    def enclose(
        self, files: Iterable[Enclosed], to: Sequence[str], subject: str, text: str, at: datetime, name: str = ""
    ) -> tuple[str, ...]:
        """Send a text with files, as ``letter`` and ``send``. Raises SendFailed."""
        message = self.letter(to, subject, at, name)
        message.set_content(text)
        for one in files:
            kind, _, subtype = one.mime.partition("/")
            message.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
        return self.send(message)

    def send(self, message: EmailMessage) -> tuple[str, ...]:
        """Hand it to the server; whom of several it does not take it for. Raises SendFailed."""
        try:
            return self._send(message)
        except (smtplib.SMTPException, OSError, ValueError) as problem:
            raise _failed(self._settings.host, problem) from None

    def _send(self, message: EmailMessage) -> tuple[str, ...]:
        settings, name = self._settings, socket.gethostname()
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=SECONDS, context=self._tls()
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, name, timeout=SECONDS)
        with server:
            if settings.security == "starttls":
                server.starttls(context=self._tls())  # fails where the server has none: never on without it
            if self._password is not None:
                server.login(settings.user, self._password.reveal())
            return tuple(server.send_message(message))

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca)


def _failed(host: str, problem: Exception) -> SendFailed:
    match problem:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _text in problem.recipients.values()]
            return SendFailed(f"{host} refuses the recipients ({codes[0]})", is_final=min(codes) >= 500)
        case smtplib.SMTPResponseException():
            return SendFailed(f"{host} answered {problem.smtp_code}", is_final=problem.smtp_code >= 500)
        case smtplib.SMTPNotSupportedError():
            return SendFailed(f"{host} does not offer what the settings ask for: {one_line(problem)}", is_final=True)
        case ssl.SSLCertVerificationError():
            return SendFailed(f"{host}: {problem.verify_message}", is_final=True)
        case ValueError():
            return SendFailed(f"the mail cannot be written: {one_line(problem)}", is_final=True)
        case OSError() if problem.strerror:
            return SendFailed(f"{host}: {problem.strerror}")
        case _:
            return SendFailed(f"{host}: {one_line(problem)}")
