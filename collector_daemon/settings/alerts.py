"""Alert rules, and how mail leaves: the tables ``[[alert]]`` and ``[mail]``, and the rules there are without any.

What a rule may ask is in ``shared.domain.conditions``; every mistake in it is found when the file is read. Secrets
are not here: see ``webhook_secret`` and ``mail_password``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from msgspec import Meta

from collector_daemon.settings.checks import is_loopback
from collector_daemon.settings.things import Name, Title
from shared.credentials import Secret, find_secret
from shared.domain.board import AlertLevel
from shared.domain.conditions import Condition, ConditionMisread, Margin, condition, margin
from shared.domain.measures import Measure
from shared.settings import Section

PLACES = ("event", "alert", "rule", "title", "level", "pbx", "queue", "queue_title", "measure", "value", "limit",
          "text", "at", "since")  # fmt: skip
"""What of an alert a command's arguments may name in braces, and its environment has as ALERT_<NAME>."""
_PLACE = re.compile(r"\{(\w+)\}")
_HEADER = r"^[A-Za-z][A-Za-z0-9-]{0,63}$"
_ADDRESS = r"^[^\s@<>,;:\x00-\x1f\x7f]+@[^\s@<>,;:\x00-\x1f\x7f]+$"
Address = Annotated[str, Meta(max_length=254, pattern=_ADDRESS)]
Seconds = Annotated[float, Meta(ge=0, le=3600)]


class AlertSettings(Section, frozen=True, kw_only=True):
    """A rule: when it is an alert, and what is done about it."""

    name: Annotated[
        str,
        Meta(description="The rule's name in the log of alerts. Letters, digits, - and _.",
             pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$", examples=["long_wait"]),
    ]
    title: Annotated[Title, Meta(description="What people call it; empty: screens say what is measured.")] = ""
    queues: Annotated[list[Name], Meta(description="Names of the queues that it is about; none: all.")] = []
    scope: Annotated[
        Literal["each", "together"],
        Meta(description="Look at each queue, or at the sums of these queues of a PBX together."),
    ] = "each"
    when: Annotated[
        str | None,
        Meta(
            description="The condition, for a rule of one level. Comparisons (> >= < <= == !=) joined by and, or; of\n"
            + ", ".join(get_args(Measure))
            + " (times in seconds, shares in per cent). What has no value (nobody waits) fulfils nothing.",
            examples=["longest_wait > 60 and paused >= 1"],
        ),
    ] = None
    level: Annotated[AlertLevel, Meta(description="The level of `when`.")] = "warn"
    warn: Annotated[
        str, Meta(description="Or a condition for each level, instead of `when`: this is worth a look.")
    ] = ""
    bad: Annotated[str, Meta(description="And this is worse.")] = ""
    hysteresis: Annotated[
        float | str,
        Meta(description="How much better than its limit the first measure must be for the alert to end: a number in\n"
             'its unit, or a text like "10 %" of the limit.'),
    ] = 0.0
    after_seconds: Annotated[
        Seconds, Meta(description="Seconds for which the condition must be fulfilled without a break.")
    ] = 0.0
    sound: Annotated[bool, Meta(description="Screens that have a sound make it.")] = False
    tell_cleared: Annotated[
        bool, Meta(description="Tell the webhook, the command and by mail also that it is over.")
    ] = False
    webhook: Annotated[
        str, Meta(description="URL to which each raising and worsening is sent (POST, JSON).", max_length=2000)
    ] = ""
    webhook_secret: Annotated[
        str,
        Meta(description="Name of a secret to send along: `pager` is CALLCENTRE_WEBHOOK_PAGER or the systemd\n"
             "credential webhook_pager.", pattern=r"^(|[A-Za-z0-9_]{1,32})$"),
    ] = ""
    webhook_header: Annotated[
        str, Meta(description="Header for the secret; in Authorization it stands after Bearer.", pattern=_HEADER)
    ] = "Authorization"
    command: Annotated[
        list[str],
        Meta(description="Program and arguments, started without a shell; {queue}, {level}, {text} and so on are\n"
             "filled in, and the environment has ALERT_QUEUE, ALERT_LEVEL …: " + ", ".join(PLACES) + "."),
    ] = []
    command_seconds: Annotated[
        float, Meta(description="Seconds after which the program is ended.", gt=0, le=600)
    ] = 30.0
    mail: Annotated[list[Address], Meta(description="Addresses to send mail to; see [mail].")] = []

    def __post_init__(self) -> None:
        if bool(self.when) == bool(self.warn or self.bad):
            raise ValueError(f"rule {self.name}: set 'when', or 'warn' and 'bad' (one is enough)")
        _ = self.conditions
        _check_webhook(self)
        _check_command(self)

    @property
    def margin(self) -> Margin:
        """The hysteresis. Raises ValueError with one line."""
        try:
            return margin(self.hysteresis)
        except ConditionMisread as problem:
            raise ValueError(f"rule {self.name}: hysteresis {problem}") from None

    @property
    def conditions(self) -> dict[AlertLevel, Condition]:
        """The conditions by level. Raises ValueError with one line that names the place."""
        told: tuple[tuple[str, AlertLevel, str], ...] = (
            ("when", self.level, self.when or ""), ("warn", "warn", self.warn), ("bad", "bad", self.bad),
        )
        return {level: self._condition(key, text) for key, level, text in told if text}

    def _condition(self, key: str, text: str) -> Condition:
        try:
            return condition(text, self.margin)
        except ConditionMisread as problem:
            raise ValueError(f"rule {self.name}: {key} {text[:200]!r}: {problem}") from None


class MailSettings(Section, frozen=True, kw_only=True):
    """The server that takes mail of alerts and reports."""

    host: Annotated[
        str, Meta(description="SMTP server; its password is the secret mail_password (CALLCENTRE_MAIL_PASSWORD).")
    ] = ""
    port: Annotated[Annotated[int, Meta(ge=1, le=65535)], Meta(description="Its port; with tls usually 465.")] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description="Encryption; none: only without a user, or on this machine."),
    ] = "starttls"
    ca: Annotated[
        Path | None,
        Meta(description="File of its authority, or its self-signed certificate; else the system's authorities.",
             examples=["/etc/callcentre/mail.pem"]),
    ] = None
    user: Annotated[str, Meta(description="User to log in as; empty: none.")] = ""
    password_file: Annotated[
        Path | None,
        Meta(description="File with the password, readable by its owner alone.", examples=["/etc/callcentre/mail"]),
    ] = None
    sender: Annotated[
        Address, Meta(description="Address that mail comes from.")
    ] = "callcentre@localhost"

    def __post_init__(self) -> None:
        if self.user and self.security == "none" and not is_loopback(self.host):
            raise ValueError(f"mail: a password for {self.host} would be readable on the way: set security")


def check_alerts(rules: Iterable[AlertSettings], mail: MailSettings) -> None:
    """Raise ValueError where two rules have a name, or mail is wanted and there is no server for it."""
    seen: set[str] = set()
    for rule in rules:
        if rule.name.lower() in seen:
            raise ValueError(f"two alert rules are named {rule.name!r}")
        seen.add(rule.name.lower())
        if rule.mail and not mail.host:
            raise ValueError(f"rule {rule.name}: mail needs [mail] host")


def default_alerts() -> tuple[AlertSettings, ...]:
    """The rules where the settings have none: somebody waits long, or waits and nobody could answer."""
    return (
        AlertSettings(
            name="long_wait", warn="longest_wait > 60", bad="longest_wait > 120", hysteresis=10.0, after_seconds=3.0
        ),
        AlertSettings(name="nobody_ready", when="longest_wait > 20 and ready == 0", level="bad", after_seconds=3.0),
    )


def webhook_secret(rule: AlertSettings) -> Secret | None:
    """What a rule's webhook is sent along. Raises BadSecret with one line that says what could be set."""
    return find_secret(f"webhook_{rule.webhook_secret.lower()}") if rule.webhook_secret else None


def mail_password(mail: MailSettings) -> Secret | None:
    """The password of the SMTP user. Raises BadSecret with one line that says what could be set."""
    return find_secret("mail_password", mail.password_file) if mail.user else None


def check_alert_secrets(rules: Iterable[AlertSettings], mail: MailSettings) -> None:
    """Raise BadSecret where a rule needs a secret that is nowhere."""
    rules = list(rules)
    for rule in rules:
        webhook_secret(rule)
    if any(rule.mail for rule in rules):
        mail_password(mail)


def _check_webhook(rule: AlertSettings) -> None:
    if not rule.webhook:
        return
    try:
        url = urlsplit(rule.webhook)
        is_good = url.scheme in ("http", "https") and bool(url.hostname) and url.port != 0
    except ValueError:
        is_good, url = False, urlsplit("")
    if not is_good or not rule.webhook.isascii() or not rule.webhook.isprintable() or " " in rule.webhook:
        raise ValueError(f"rule {rule.name}: webhook is no address like https://host/path")
    if url.username is not None:
        raise ValueError(f"rule {rule.name}: webhook holds a user: put what is secret into webhook_secret")
    if rule.webhook_secret and url.scheme == "http" and not is_loopback(url.hostname or ""):
        raise ValueError(f"rule {rule.name}: webhook_secret would be readable on the way: use https")


def _check_command(rule: AlertSettings) -> None:
    for argument in rule.command:
        for place in _PLACE.findall(argument):
            if place not in PLACES:
                raise ValueError(f"rule {rule.name}: command has {{{place}}}; there are {', '.join(PLACES)}")
        if "\0" in argument:
            raise ValueError(f"rule {rule.name}: command holds a NUL")
    if rule.command and (not rule.command[0] or _PLACE.search(rule.command[0])):
        raise ValueError(f"rule {rule.name}: command must begin with the name of a program")
    if rule.command and rule.command[0].lower().endswith((".bat", ".cmd")):
        raise ValueError(f"rule {rule.name}: command is a batch file, which would put its arguments through a shell")
