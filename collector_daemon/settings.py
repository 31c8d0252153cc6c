"""The daemon's settings: one TOML file, every key described here and in the sample made from it.

Secrets are not here: an AMI secret is found by ``shared.credentials`` as ``ami_<pbx name>`` (environment
``CALLCENTRE_AMI_<NAME>``, a systemd credential) or in the 0600 file that ``secret_file`` names.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from shared import settings as loader
from shared.credentials import Secret, find_secret
from shared.errors import BadSettings
from shared.settings import Section

Port = Annotated[int, Meta(ge=1, le=65535)]


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine itself and no network is between."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.localdomain")


def _regex(text: str, key: str) -> None:
    try:
        re.compile(text)
    except re.error as problem:
        raise ValueError(f"{key} {text!r} is no regular expression: {problem}") from None


def _zone(name: str, key: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{key} {name!r} is no time zone (Europe/Prague is one)") from None


class TlsToPbx(Section, frozen=True, kw_only=True):
    """TLS towards the PBX."""

    enabled: Annotated[bool, Meta(description="Speak TLS (manager.conf: tlsenable; its usual port is 5039).")] = False
    ca: Annotated[Path | None, Meta(
        description="File of the authority, or of the PBX's own self-signed certificate; else the system's authorities.",
        examples=["/etc/callcentre/pbx.pem"])] = None
    verify: Annotated[Literal["full", "certificate", "none"], Meta(
        description="What is checked: certificate and host name, the certificate alone, or nothing (do not).")] = "full"
    server_name: Annotated[str, Meta(
        description="Name that the certificate is for, where it is not the host.")] = ""


class PbxSettings(Section, frozen=True, kw_only=True):
    """One Asterisk."""

    name: Annotated[str, Meta(
        description="Our name for this PBX, kept in every fact: never change it. Letters, digits, - and _.",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$", examples=["main"])]
    host: Annotated[str, Meta(description="Host name or address of its AMI.", min_length=1)] = "127.0.0.1"
    port: Annotated[Port, Meta(description="AMI port: 5038, with TLS 5039.")] = 5038
    user: Annotated[str, Meta(description="AMI user (a section of manager.conf).", min_length=1, examples=["collector"])]
    secret_file: Annotated[Path | None, Meta(
        description="File with the AMI secret, readable by its owner alone. Or set CALLCENTRE_AMI_<NAME>.",
        examples=["/etc/callcentre/ami_main"])] = None
    login: Annotated[Literal["challenge", "plain"], Meta(
        description="challenge: the secret does not cross the network. plain: for a PBX that allows no MD5.")] = "challenge"
    events: Annotated[str, Meta(
        description="Event classes asked for, as far as manager.conf grants them; on: all that it grants.",
    )] = "system,call,agent,user,dialplan,dtmf"
    allow_plain: Annotated[bool, Meta(
        description="Allow AMI without TLS to a host that is not this machine: everybody on the way can read it.",
    )] = False
    trunks: Annotated[list[str], Meta(
        description="Devices of lines to the outside, e.g. PJSIP/trunk; * stands for anything.",
        examples=[["PJSIP/trunk*"]])] = []
    extensions: Annotated[str, Meta(
        description="Regular expression of what is an extension of ours (whole number).")] = r"\d{2,5}"
    timezone: Annotated[str, Meta(
        description="Time zone of this PBX where it is not the centre's, e.g. Europe/Prague.")] = ""
    ping_seconds: Annotated[float, Meta(
        description="Seconds of silence after which the PBX is asked whether it is still there.", ge=0.05, le=3600)] = 10.0
    answer_seconds: Annotated[float, Meta(
        description="Seconds it has to answer: connecting with login, a ping.", ge=0.05, le=600)] = 10.0
    retry_seconds: Annotated[float, Meta(
        description="First wait after a lost connection; it doubles up to 30 s.", ge=0.01, le=30)] = 1.0
    refused_retry_seconds: Annotated[float, Meta(
        description="First wait after a refused login; it doubles up to 10 minutes.", ge=0.01, le=600)] = 15.0
    transfer_context: Annotated[str, Meta(
        description="Dialplan context in which operators' transfers are dialled.")] = "from-internal"
    queue_log: Annotated[Path | None, Meta(
        description="Asterisk's own queue_log, if this machine can read it: fills gaps and checks figures.",
        examples=["/var/log/asterisk/queue_log"])] = None

    def __post_init__(self) -> None:
        _regex(self.extensions, "extensions")
        if self.timezone:
            _zone(self.timezone, "timezone")
        if not self.tls.enabled and not self.allow_plain and not is_loopback(self.host):
            raise ValueError(f"{self.host} is not this machine: set tls.enabled (or allow_plain) for pbx {self.name}")

    tls: Annotated[TlsToPbx, Meta(description="TLS towards this PBX.")] = TlsToPbx()


class DatabaseSettings(Section, frozen=True, kw_only=True):
    """Where facts are stored."""

    url: Annotated[str, Meta(
        description="postgresql://user@host/database of a server of yours; empty: the bundled Postgres.\n"
        "Its password is the secret database_password (CALLCENTRE_DATABASE_PASSWORD).",
        pattern=r"^(|postgres(ql)?(\+psycopg)?://.+)$")] = ""


class FeedSettings(Section, frozen=True, kw_only=True):
    """The TCP/JSON port for the programs."""

    host: Annotated[str, Meta(description="Address to listen on; 0.0.0.0 or :: for all.", min_length=1)] = "127.0.0.1"
    port: Annotated[Annotated[int, Meta(ge=0, le=65535)], Meta(description="TCP port; 0: a free one.")] = 5099
    tls_cert: Annotated[Path | None, Meta(
        description="Certificate chain (PEM).", examples=["/etc/callcentre/feed.pem"])] = None
    tls_key: Annotated[Path | None, Meta(
        description="Its private key (PEM).", examples=["/etc/callcentre/feed.key"])] = None
    allow_plain: Annotated[bool, Meta(
        description="Allow the port without TLS off this machine: passwords cross the network readable.")] = False

    def __post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key belong together: set both or none")
        if self.tls_cert is None and not self.allow_plain and not is_loopback(self.host):
            raise ValueError(f"{self.host} is not this machine alone: set tls_cert and tls_key (or allow_plain)")


class JournalSettings(Section, frozen=True, kw_only=True):
    """What was heard, on disk before anything else is done with it."""

    folder: Annotated[Path | None, Meta(
        description="Folder of the journal; usually journal in data_folder.", examples=["/var/lib/callcentre/journal"],
    )] = None
    segment_mb: Annotated[int, Meta(
        description="MB after which a new file is begun. Bounds what is read again at the start.", ge=1, le=1024)] = 32
    segment_entries: Annotated[int, Meta(
        description="Messages after which a new file is begun.", ge=100, le=10_000_000)] = 100_000
    keep_days: Annotated[float, Meta(
        description="Days that files are kept after Postgres has what is in them.", ge=0)] = 14.0
    max_gb: Annotated[float, Meta(
        description="GB a PBX, compressed; the oldest files go first, but never what Postgres does not have.", gt=0,
    )] = 20.0
    sync_ms: Annotated[int, Meta(
        description="Milliseconds within which what was heard is forced to the disk itself.", ge=1, le=60_000)] = 100


class RetentionSettings(Section, frozen=True, kw_only=True):
    """How long the database keeps what it has; 0: for ever."""

    raw_days: Annotated[int, Meta(description="Days of raw events.", ge=0)] = 30
    calls_days: Annotated[int, Meta(description="Days of calls with all that belongs to them.", ge=0)] = 0
    agents_days: Annotated[int, Meta(description="Days of agents' sessions, pauses and intervals.", ge=0)] = 0
    audit_days: Annotated[int, Meta(description="Days of the audit.", ge=0)] = 0


class CentreSettings(Section, frozen=True, kw_only=True):
    """The call centre's own rules."""

    timezone: Annotated[str, Meta(description="Time zone of days and hours in figures.")] = "Europe/Prague"
    service_level_seconds: Annotated[float, Meta(
        description="A call answered within so many seconds was answered in time.", gt=0)] = 20.0
    short_abandon_seconds: Annotated[float, Meta(
        description="Who gives up sooner than this is a short abandon.", ge=0)] = 5.0

    def __post_init__(self) -> None:
        _zone(self.timezone, "timezone")


class LogSettings(Section, frozen=True, kw_only=True):
    """What the daemon says."""

    level: Annotated[Literal["debug", "info", "warning", "error"], Meta(description="From which level on.")] = "info"
    file: Annotated[Path | None, Meta(
        description="Log file, rotated; without one the log goes to stderr.",
        examples=["/var/log/callcentre/collector.log"])] = None


class Settings(Section, frozen=True, kw_only=True):
    """The whole file."""

    data_folder: Annotated[Path | None, Meta(
        description="Folder for everything the daemon keeps; without it the system's usual place.",
        examples=["/var/lib/callcentre"])] = None
    pbx: Annotated[list[PbxSettings], Meta(description="An Asterisk; one such table for each.")] = []
    database: Annotated[DatabaseSettings, Meta(description="Where facts are stored.")] = DatabaseSettings()
    feed: Annotated[FeedSettings, Meta(description="The TCP/JSON port for panel, wallboard and console.")] = FeedSettings()
    journal: Annotated[JournalSettings, Meta(description="Everything heard, on disk first.")] = JournalSettings()
    retention: Annotated[RetentionSettings, Meta(
        description="How long the database keeps what it has; 0: for ever.")] = RetentionSettings()
    centre: Annotated[CentreSettings, Meta(description="The call centre's own rules.")] = CentreSettings()
    log: Annotated[LogSettings, Meta(description="What the daemon says.")] = LogSettings()

    def __post_init__(self) -> None:
        names = [pbx.name.lower() for pbx in self.pbx]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"two PBXs are named {doubled[0]!r}; names make the keys of all facts")

    def the_pbx(self, name: str | None) -> PbxSettings:
        """The PBX of that name, or the only one. Raises BadSettings."""
        found = [pbx for pbx in self.pbx if name is None or pbx.name == name]
        if len(found) == 1:
            return found[0]
        known = ", ".join(pbx.name for pbx in self.pbx) or "none"
        raise BadSettings(f"no PBX {name!r} in the settings; there is: {known}" if name
                          else f"which PBX? The settings have: {known}")


OPENING = """Settings of collector-daemon. Every key is here with its default; a line with # alone in front may stay so.
Secrets are not in this file: see secret_file."""


def load(file: Path) -> Settings:
    """The settings of a file. Raises BadSettings with one line that names the file and the key."""
    return loader.load(file, Settings)


def parse(text: str) -> Settings:
    """The settings of a text, for tests and demo. Raises BadSettings."""
    return loader.parse(text, Settings)


def sample() -> str:
    """The documented sample file."""
    return loader.sample(Settings, OPENING)


def ami_secret(pbx: PbxSettings) -> Secret:
    """The secret of a PBX's AMI user. Raises BadSecret with one line that says what could be set."""
    return find_secret(f"ami_{pbx.name.lower()}", pbx.secret_file)


def defaults() -> Settings:
    """Settings with nothing set: what `demo` starts from."""
    return msgspec.convert({}, Settings)
