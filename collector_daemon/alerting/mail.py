"""One mail about an alert, by SMTP with STARTTLS or TLS; in whatever thread it is called."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from collector_daemon.alerting.failing import ActionFailed
from collector_daemon.alerting.notice import Notice
from collector_daemon.settings import MailSettings
from shared.credentials import Secret
from shared.errors import one_line

SECONDS = 15.0  # for each step of the conversation
LONGEST_SUBJECT = 200


class Post:
    """The way out for mail."""

    def __init__(self, settings: MailSettings, password: Secret | None) -> None:
        self._settings, self._password = settings, password

    def send(self, to: Sequence[str], notice: Notice) -> None:
        """Hand it to the server. Raises ActionFailed."""
        try:
            self._send(written(notice, self._settings.sender, to))
        except (smtplib.SMTPException, OSError, ValueError) as problem:
            raise _failed(self._settings.host, problem) from None

    def _send(self, message: EmailMessage) -> None:
        settings, name = self._settings, socket.gethostname()
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=SECONDS, context=self._tls())
        else:
            server = smtplib.SMTP(settings.host, settings.port, name, timeout=SECONDS)
        with server:
            if settings.security == "starttls":
                server.starttls(context=self._tls())  # fails where the server has none: never on without it
            if self._password is not None:
                server.login(settings.user, self._password.reveal())
            server.send_message(message)

    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca)


def written(notice: Notice, sender: str, to: Sequence[str]) -> EmailMessage:
    """The mail."""
    words = notice.words()
    over = "Over: " if notice.event == "cleared" else ""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[{words['level']}] {over}{words['text']}"[:LONGEST_SUBJECT]
    message["From"], message["To"] = sender, ", ".join(to)
    message["Date"], message["Message-ID"] = format_datetime(notice.at), make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(f"{name}: {word}" for name, word in words.items()) + "\n")
    return message


def _failed(host: str, problem: Exception) -> ActionFailed:
    match problem:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _text in problem.recipients.values()]
            return ActionFailed(f"{host} refuses the recipients ({codes[0]})", is_final=min(codes) >= 500)
        case smtplib.SMTPResponseException():
            return ActionFailed(f"{host} answered {problem.smtp_code}", is_final=problem.smtp_code >= 500)
        case smtplib.SMTPNotSupportedError():
            return ActionFailed(f"{host} does not offer what the settings ask for: {one_line(problem)}", is_final=True)
        case ssl.SSLCertVerificationError():
            return ActionFailed(f"{host}: {problem.verify_message}", is_final=True)
        case ValueError():
            return ActionFailed(f"the mail cannot be written: {one_line(problem)}", is_final=True)
        case OSError() if problem.strerror:
            return ActionFailed(f"{host}: {problem.strerror}")
        case _:
            return ActionFailed(f"{host}: {one_line(problem)}")
