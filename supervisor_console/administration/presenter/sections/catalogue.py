"""All sections, and the tabs that they stand in."""

from __future__ import annotations

from shared.domain.centre_settings import SectionName
from shared.language import to_translate
from supervisor_console.administration.presenter.sections.centre import (
    CENTRE,
    DESK_QUEUE,
    LINE,
    QUEUE,
    RECORDINGS_RETENTION,
    RETENTION,
)
from supervisor_console.administration.presenter.sections.desks import DESK, DISPOSITION, PAUSE_REASON, SCRIPT
from supervisor_console.administration.presenter.sections.fields import Section
from supervisor_console.administration.presenter.sections.links import CRM_LINK
from supervisor_console.administration.presenter.sections.rules import ALERT
from supervisor_console.administration.screen.pieces import SettingsTab

TABS: dict[SettingsTab, tuple[str, tuple[Section, ...]]] = {
    "centre": (to_translate("Centre and queues"), (CENTRE, QUEUE, DESK_QUEUE, LINE)),
    "desks": (to_translate("Desks"), (DESK, PAUSE_REASON, DISPOSITION, SCRIPT)),
    "links": (to_translate("CRM"), (CRM_LINK,)),
    "rules": (to_translate("Alerts"), (ALERT,)),
    "retention": (to_translate("Retention"), (RETENTION, RECORDINGS_RETENTION)),
}
"""Tab → its word and its sections."""
SECTIONS: dict[SectionName, Section] = {one.name: one for _word, several in TABS.values() for one in several}
