"""What the page knows at a moment: all that its screen is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

import msgspec

from shared.domain.accounts import Right, Role
from shared.domain.centre_settings import SectionName
from shared.domain.description import CentreDescription
from shared.domain.search.query import Preset
from shared.language import Language
from supervisor_console.administration.presenter.sections.draft import Draft
from supervisor_console.administration.presenter.sections.told import Told
from supervisor_console.administration.screen.pieces import Tab
from supervisor_console.administration.screen.settings import Side
from supervisor_console.knowing import Knowing
from supervisor_console.reports.accounts import AccountsFound
from supervisor_console.reports.audit import AuditChain, AuditEntry
from supervisor_console.reports.recording_care import Erased, KeptFile, Totals


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What all words depend on. ``daemon_away_since``: nothing can be changed since then."""

    language: Language
    zone: tzinfo
    now: datetime
    centre: CentreDescription
    account: str
    rights: frozenset[Right] = frozenset()
    daemon_away_since: datetime | None = None


class AccountsMoment(msgspec.Struct, frozen=True, kw_only=True):
    """``found`` None: nothing yet. ``draft``: rights as they are being edited, None: they are not."""

    knowing: Knowing = Knowing()
    found: AccountsFound | None = None
    role: str = ""
    text: str = ""
    chosen: str | None = None
    draft: Mapping[Role, frozenset[Right]] | None = None
    is_saving: bool = False


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries. ``group``: of acts (``acts.GROUPS``), "": all."""

    text: str = ""
    account: str = ""
    group: str = ""
    preset: Preset = "last_7_days"


class AuditMoment(msgspec.Struct, frozen=True, kw_only=True):
    """``chain`` None: it is not followed yet."""

    knowing: Knowing = Knowing()
    chosen: AuditFilter = AuditFilter()
    entries: tuple[AuditEntry, ...] = ()
    has_more: bool = False
    is_answered: bool = False
    chain: AuditChain | None = None
    is_exporting: bool = False


class RecordingsMoment(msgspec.Struct, frozen=True, kw_only=True):
    """``which``: a list of files, or ``protocol``. ``totals`` None: not counted yet."""

    knowing: Knowing = Knowing()
    which: str = "all"
    text: str = ""
    chosen: tuple[str, str] | None = None
    files: tuple[KeptFile, ...] = ()
    has_more: bool = False
    totals: Totals | None = None
    erasures: tuple[Erased, ...] = ()
    is_answered: bool = False


class Refusal(msgspec.Struct, frozen=True):
    """A change that the daemon did not make: its code, its message, and the sentence for people."""

    code: str
    message: str
    text: str


class SettingsMoment(msgspec.Struct, frozen=True, kw_only=True):
    """``told``: what the daemon said of sections; ``chosen``: an entry's number in the section; ``value``: of its
    history. ``queues``: those that the database knows. ``overtaken``: somebody changed the section meanwhile.
    """

    knowing: Knowing = Knowing()
    section: SectionName = "centre"
    told: Mapping[SectionName, Told] = {}
    drafts: Mapping[SectionName, Draft] = {}
    chosen: int | None = None
    side: Side = "entry"
    value: str = ""
    queues: tuple[str, ...] = ()
    refusal: Refusal | None = None
    is_overtaken: bool = False
    is_saving: bool = False


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    around: Around
    tab: Tab = "accounts"
    accounts: AccountsMoment = AccountsMoment()
    audit: AuditMoment = AuditMoment()
    recordings: RecordingsMoment = RecordingsMoment()
    settings: SettingsMoment = SettingsMoment()
