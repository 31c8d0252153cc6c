"""The tables of the settings file that are there once: database, feed, journal and so on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from collector_daemon.settings.checks import checked_zone, is_loopback
from shared.settings import Section


class DatabaseSettings(Section, frozen=True, kw_only=True):
    """Where facts are stored."""

    url: Annotated[
        str,
        Meta(
            description="postgresql://user@host/database of a server of yours; empty: the bundled Postgres.\n"
            "Its password is the secret database_password (CALLCENTRE_DATABASE_PASSWORD).",
            pattern=r"^(|postgres(ql)?(\+psycopg)?://.+)$",
        ),
    ] = ""
    for_consoles: Annotated[
        str,
        Meta(
            description="Where supervisors' consoles find the database, where that is not the address in url;\n"
            "without user and password: everybody signs in with his own.",
            pattern=r"^(|postgresql://[^@]+)$", examples=["postgresql://db.example:5432/callcentre?sslmode=verify-full"],
        ),
    ] = ""


class FeedSettings(Section, frozen=True, kw_only=True):
    """The TCP/JSON port for the programs."""

    host: Annotated[str, Meta(description="Address to listen on; 0.0.0.0 or :: for all.", min_length=1)] = (
        "127.0.0.1"
    )
    port: Annotated[Annotated[int, Meta(ge=0, le=65535)], Meta(description="TCP port; 0: a free one.")] = 5099
    tls_cert: Annotated[
        Path | None, Meta(description="Certificate chain (PEM).", examples=["/etc/callcentre/feed.pem"])
    ] = None
    tls_key: Annotated[
        Path | None, Meta(description="Its private key (PEM).", examples=["/etc/callcentre/feed.key"])
    ] = None
    allow_plain: Annotated[
        bool,
        Meta(
            description="Allow the port without TLS off this machine: passwords cross the network readable."
        ),
    ] = False

    def __post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key belong together: set both or none")
        if self.tls_cert is None and not self.allow_plain and not is_loopback(self.host):
            raise ValueError(
                f"{self.host} is not this machine alone: set tls_cert and tls_key (or allow_plain)"
            )


class AccountsSettings(Section, frozen=True, kw_only=True):
    """What protects accounts."""

    wrong_passwords: Annotated[
        int,
        Meta(description="So many wrong passwords one after the other lock an account; 0: never.", ge=0, le=1000),
    ] = 10
    lock_minutes: Annotated[float, Meta(description="For so many minutes; then it may be tried again.", gt=0)] = 15.0


class JournalSettings(Section, frozen=True, kw_only=True):
    """What was heard, on disk before anything else is done with it."""

    folder: Annotated[
        Path | None,
        Meta(
            description="Folder of the journal; usually journal in data_folder.",
            examples=["/var/lib/callcentre/journal"],
        ),
    ] = None
    segment_mb: Annotated[
        int,
        Meta(
            description="MB after which a new file is begun. Bounds what is read again at the start.",
            ge=1,
            le=1024,
        ),
    ] = 32
    segment_entries: Annotated[
        int, Meta(description="Messages after which a new file is begun.", ge=100, le=10_000_000)
    ] = 100_000
    keep_days: Annotated[
        float, Meta(description="Days that files are kept after Postgres has what is in them.", ge=0)
    ] = 14.0
    max_gb: Annotated[
        float,
        Meta(
            description="GB a PBX, compressed; the oldest files go first, but never what Postgres does not have.",
            gt=0,
        ),
    ] = 20.0
    sync_ms: Annotated[
        int,
        Meta(
            description="Milliseconds within which what was heard is forced to the disk itself.",
            ge=1,
            le=60_000,
        ),
    ] = 100


class StandbySettings(Section, frozen=True, kw_only=True):
    """Two daemons on the same PBXs and database."""

    enabled: Annotated[
        bool,
        Meta(description="Another daemon with the same PBXs and database stands by for this one, and this one for it:\n"
             "set it for both. Without it a daemon that finds another one at work there ends."),
    ] = False


class RetentionSettings(Section, frozen=True, kw_only=True):
    """How long the database keeps what it has; 0: for ever."""

    raw_days: Annotated[int, Meta(description="Days of raw events.", ge=0)] = 30
    calls_days: Annotated[int, Meta(description="Days of calls with all that belongs to them.", ge=0)] = 0
    agents_days: Annotated[int, Meta(description="Days of agents' sessions, pauses and intervals.", ge=0)] = 0
    alerts_days: Annotated[int, Meta(description="Days of the log of alerts.", ge=0)] = 366


class CentreSettings(Section, frozen=True, kw_only=True):
    """The call centre's own rules."""

    name: Annotated[
        str,
        Meta(description="What the call centre is called, for the programs' titles.", max_length=80,
             pattern=r"^[^\x00-\x1f\x7f]*$"),
    ] = ""
    country: Annotated[
        str,
        Meta(description="Country (two letters, ISO 3166) whose numbers are shown without a prefix.",
             pattern=r"^[A-Z]{2}$"),
    ] = "CZ"
    timezone: Annotated[str, Meta(description="Time zone of days and hours in figures.")] = "Europe/Prague"
    service_level_seconds: Annotated[
        float, Meta(description="A call answered within so many seconds was answered in time.", gt=0)
    ] = 20.0
    short_abandon_seconds: Annotated[
        float, Meta(description="Who gives up within so many seconds is a short abandon: counted apart.", ge=0)
    ] = 5.0
    service_goal: Annotated[
        float,
        Meta(
            description="Service level that queues should have, in per cent: answered in time / (answered +\n"
            "abandoned - short abandons).",
            gt=0,
            le=100,
        ),
    ] = 80.0
    default_alerts: Annotated[
        bool,
        Meta(description="Alerts where there is no [[alert]]: somebody waits over 60 s (bad: 120 s), or over 20 s and\n"
             "nobody is ready."),
    ] = True

    def __post_init__(self) -> None:
        checked_zone(self.timezone, "timezone")


class LogSettings(Section, frozen=True, kw_only=True):
    """What the daemon says."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="From which level on.")
    ] = "info"
    file: Annotated[
        Path | None,
        Meta(
            description="Log file, rotated; without one the log goes to stderr.",
            examples=["/var/log/callcentre/collector.log"],
        ),
    ] = None
