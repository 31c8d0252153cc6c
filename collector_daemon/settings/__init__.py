"""The daemon's settings: one TOML file, every key described here and in the sample made from it.

Secrets are not here: an AMI secret is found by ``shared.credentials`` as ``ami_<pbx name>`` (environment
``CALLCENTRE_AMI_<NAME>``, a systemd credential) or in the 0600 file that ``secret_file`` names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from collector_daemon.settings.alerts import (
    AlertSettings,
    MailSettings,
    check_alert_secrets,
    check_alerts,
    default_alerts,
    mail_password,
    webhook_secret,
)
from collector_daemon.settings.billing import BillingSettings, VatRateSettings
from collector_daemon.settings.checks import is_loopback
from collector_daemon.settings.crm import CrmLinkSettings
from collector_daemon.settings.customer_system import CustomerSystemSettings, check_customer_systems
from collector_daemon.settings.desk import (
    DeskQueueSettings,
    DeskSettings,
    DispositionSettings,
    check_desk,
    desk_described,
)
from collector_daemon.settings.parts import (
    AccountsSettings,
    CentreSettings,
    DatabaseSettings,
    FeedSettings,
    JournalSettings,
    LogSettings,
    RetentionSettings,
    StandbySettings,
)
from collector_daemon.settings.pbx import PbxSettings, TlsToPbx, ami_secret
from collector_daemon.settings.prepaid import PrepaidSettings
from collector_daemon.settings.recordings import (
    RecordingsEncryptionSettings,
    RecordingsPortSettings,
    RecordingsRetentionSettings,
    RecordingsSettings,
    archives,
)
from collector_daemon.settings.reports import ReportsSettings
from collector_daemon.settings.scripts import ScriptSettings
from collector_daemon.settings.things import (
    LineSettings,
    PauseReasonSettings,
    QueueSettings,
    check_once,
    described,
)
from shared import settings as loader
from shared.billing.faults import check_vat
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.errors import BadSettings
from shared.settings import Section

__all__ = [
    "AccountsSettings", "AlertSettings", "CentreSettings", "DatabaseSettings", "DeskSettings", "FeedSettings",
    "JournalSettings", "LogSettings", "MailSettings", "PbxSettings", "RetentionSettings", "Settings", "TlsToPbx",
    "ami_secret", "check_alert_secrets", "defaults", "is_loopback", "load", "mail_password", "parse", "sample",
    "webhook_secret",
]  # fmt: skip


class Settings(Section, frozen=True, kw_only=True):
    """The whole file."""

    data_folder: Annotated[
        Path | None,
        Meta(
            description="Folder for everything the daemon keeps; without it the system's usual place.",
            examples=["/var/lib/callcentre"],
        ),
    ] = None
    pbx: Annotated[list[PbxSettings], Meta(description="An Asterisk; one such table for each.")] = []
    database: Annotated[DatabaseSettings, Meta(description="Where facts are stored.")] = DatabaseSettings()
    feed: Annotated[FeedSettings, Meta(description="The TCP/JSON port for panel, wallboard and console.")] = (
        FeedSettings()
    )
    accounts: Annotated[AccountsSettings, Meta(description="Who signs in, and when not.")] = AccountsSettings()
    journal: Annotated[JournalSettings, Meta(description="Everything heard, on disk first.")] = (
        JournalSettings()
    )
    standby: Annotated[StandbySettings, Meta(description="A second daemon, should this one fail.")] = StandbySettings()
    retention: Annotated[
        RetentionSettings, Meta(description="How long the database keeps what it has; 0: for ever.")
    ] = RetentionSettings()
    centre: Annotated[CentreSettings, Meta(description="The call centre's own rules.")] = CentreSettings()
    queue: Annotated[list[QueueSettings], Meta(description="A queue as people know it; one such table for each.")] = []
    line: Annotated[
        list[LineSettings], Meta(description="An inbound line as people know it; one such table for each.")
    ] = []
    pause_reason: Annotated[
        list[PauseReasonSettings], Meta(description="A reason for a pause that agents may choose, in this order.")
    ] = []
    alert: Annotated[
        list[AlertSettings],
        Meta(description="A rule that makes an alert; one such table for each. Without any there are two, see\n"
             "centre.default_alerts."),
    ] = []
    desk: Annotated[DeskSettings, Meta(description="The rules of all operators' desks.")] = DeskSettings()
    desk_queue: Annotated[
        list[DeskQueueSettings],
        Meta(description="What is different for the calls of one queue; one such table for each."),
    ] = []
    disposition: Annotated[
        list[DispositionSettings], Meta(description="A code for the result of a call, in this order.")
    ] = []
    script: Annotated[
        list[ScriptSettings], Meta(description="What to say to a caller, and a form; one such table for each.")
    ] = []
    crm_link: Annotated[
        list[CrmLinkSettings], Meta(description="A link to the customer information system; one such table for each.")
    ] = []
    customer_system: Annotated[
        list[CustomerSystemSettings],
        Meta(description="A customer system that a campaign gets contacts from and tells results to; one such table\n"
             "for each."),
    ] = []
    recordings: Annotated[
        list[RecordingsSettings], Meta(description="A folder of calls' recordings; one such table for each.")
    ] = []
    recordings_retention: Annotated[
        list[RecordingsRetentionSettings],
        Meta(description="How long recordings are kept; without any for ever. One such table for each rule: one that\n"
             "names a queue or line goes before one that names none; of several the one that keeps longest."),
    ] = []
    recordings_encryption: Annotated[
        RecordingsEncryptionSettings, Meta(description="Recordings encrypted on the disk.")
    ] = RecordingsEncryptionSettings()
    recordings_port: Annotated[
        RecordingsPortSettings, Meta(description="The HTTP port that hands recordings out.")
    ] = RecordingsPortSettings()
    mail: Annotated[MailSettings, Meta(description="The server that takes mail of alerts and reports.")] = (
        MailSettings()
    )
    reports: Annotated[ReportsSettings, Meta(description="Scheduled reports, and the nightly proof of figures.")] = (
        ReportsSettings()
    )
    billing: Annotated[BillingSettings, Meta(description="Invoices and credit.")] = BillingSettings()
    prepaid: Annotated[
        PrepaidSettings, Meta(description="Where the dialplan asks whether a call on credit may be dialled.")
    ] = PrepaidSettings()
    vat_rate: Annotated[
        list[VatRateSettings], Meta(description="A rate of VAT and since when; one such table for each.")
    ] = []
    log: Annotated[LogSettings, Meta(description="What the daemon says.")] = LogSettings()

    def __post_init__(self) -> None:
        names = [pbx.name.lower() for pbx in self.pbx]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"two PBXs are named {doubled[0]!r}; names make the keys of all facts")
        check_once((one.name for one in self.queue), "queue")
        check_once((one.number for one in self.line), "line")
        check_once((one.reason for one in self.pause_reason), "pause_reason")
        for fault in check_vat(one.rate for one in self.vat_rate):
            raise ValueError(f"vat_rate: {fault}")
        check_customer_systems(self.customer_system)
        check_alerts(self.alert, self.mail)
        check_desk(self.desk, self.disposition, self.script, self.crm_link, self.desk_queue, self.pause_reason)

    @property
    def alert_rules(self) -> tuple[AlertSettings, ...]:
        """The rules: those of the file, else the ones there are by default."""
        if self.alert or not self.centre.default_alerts:
            return tuple(self.alert)
        return default_alerts()

    @property
    def all_recordings(self) -> tuple[RecordingsSettings, ...]:
        """The folders of recordings, and those that recordings are moved to."""
        moved = archives(self.recordings, self.recordings_retention).values()
        return (*self.recordings, *(one for some in moved for one in some))

    @property
    def description(self) -> CentreDescription:
        """The call centre as the programs are told of it."""
        return described(self.centre, self.queue, self.line, self.pause_reason)

    @property
    def desk_description(self) -> DeskDescription:
        """The operators' desks as the panels are told of them. Raises BadSettings for a script's file."""
        return desk_described(
            self.desk, self.disposition, self.script, self.crm_link, self.desk_queue,
            can_hold=bool(self.pbx) and all(pbx.can_hold for pbx in self.pbx),
        )

    def the_pbx(self, name: str | None) -> PbxSettings:
        """The PBX of that name, or the only one. Raises BadSettings."""
        found = [pbx for pbx in self.pbx if name is None or pbx.name == name]
        if len(found) == 1:
            return found[0]
        known = ", ".join(pbx.name for pbx in self.pbx) or "none"
        raise BadSettings(
            f"no PBX {name!r} in the settings; there is: {known}"
            if name
            else f"which PBX? The settings have: {known}"
        )


OPENING = """Settings of collector-daemon. Every key is here with its default; a line with # alone in front may stay so.
Secrets are not in this file: see secret_file. Administrators may change these sections in the console: centre, queue,
line, pause_reason, disposition, script, desk, desk_queue, crm_link, alert, recordings_retention, retention. A section
that was changed there is the database's from then on, and what this file says of it does not count any more."""


def load(file: Path) -> Settings:
    """The settings of a file. Raises BadSettings with one line that names the file and the key."""
    return loader.load(file, Settings)


def parse(text: str) -> Settings:
    """The settings of a text, for tests and demo. Raises BadSettings."""
    return loader.parse(text, Settings)


def sample() -> str:
    """The documented sample file."""
    return loader.sample(Settings, OPENING)


def defaults() -> Settings:
    """Settings with nothing set: what `demo` starts from."""
    return msgspec.convert({}, Settings)
