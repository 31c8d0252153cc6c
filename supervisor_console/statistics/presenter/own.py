"""Own reports: from what the page shows to a definition and back, and those there are as a menu. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec

from shared.domain.accounts import Role
from shared.language import Language, to_translate
from shared.reports.catalogue import READY
from shared.reports.definition import OVERVIEW, Arrangement, Definition
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.statistics.presenter.filters import COMPARED, PRESETS, period_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.screen.own import OwnLine, OwnScreen
from supervisor_console.statistics.screen.page import Pick

ROLES: dict[Role, str] = {
    "supervisor": to_translate("Supervisor"), "quality": to_translate("Quality"), "billing": to_translate("Billing"),
    "administrator": to_translate("Administrator"),
}  # fmt: skip
"""Those that see statistics."""


def definition_of(moment: Moment) -> Definition:
    """What is shown, to be made again."""
    by = moment.rows_by
    if moment.report == OVERVIEW:
        by = None if moment.by == "hour_of_day" else moment.by
    return Definition(
        report=moment.report, period=moment.period, queues=moment.queues, agents=moment.agents, lines=moment.lines,
        interval=by, compare=moment.compared, language="en" if moment.language.code == "en" else "cs",
        **msgspec.structs.asdict(moment.arrangement),
    )  # fmt: skip


def changes_of(definition: Definition) -> dict[str, Any]:
    """What of the moment becomes another to show it; a report that there is not here is the overview."""
    found: dict[str, Any] = {
        "report": definition.report if definition.report in READY else OVERVIEW, "period": definition.period,
        "queues": definition.queues, "agents": definition.agents, "lines": definition.lines,
        "compared": definition.compare, "arrangement": definition.arrangement,
    }  # fmt: skip
    if found["report"] == OVERVIEW:
        is_known = definition.interval in ("half_hour", "hour", "day", "week", "month")
        return found | {"by": definition.interval if is_known else "hour_of_day"}
    return found | {"rows_by": definition.interval}


def key_of(one: OwnReport) -> str:
    """What tells reports of all accounts apart."""
    return f"{one.account}/{one.name}"


def own_screen(found: Sequence[OwnReport], account: str, opened: str, moment: Moment) -> OwnScreen:
    """The menu. ``opened``: the key of the report that was chosen last, "" none."""
    text = moment.language.text
    one = next((one for one in found if key_of(one) == opened and one.account == account), None)
    return OwnScreen(
        lines=tuple(_line(each, account, opened, moment) for each in found),
        roles=tuple(Pick(role, text(words)) for role, words in ROLES.items()),
        name=one.name if one else "", is_shared=bool(one and one.is_shared), shared_with=one.shared_with if one else (),
    )  # fmt: skip


def words_of(definition: Definition, moment: Moment) -> str:
    """``Queues · Last week · Podpora · a year ago``: what a definition asks for."""
    text = moment.language.text
    report = READY[cast("Any", definition.report)].title if definition.report in READY else "Overview"
    preset = definition.period.preset
    fixed = text("fixed days") if definition.period != moment.period else period_words(moment)
    parts = [text(report), text(PRESETS[preset]) if preset in PRESETS else fixed]
    if definition.queues:
        parts.append(", ".join(moment.centre.queue_title(queue) for queue in definition.queues))
    if definition.agents:
        parts.append(", ".join(definition.agents))
    if definition.lines:
        parts.append(", ".join(definition.lines))
    if definition.arrangement != Arrangement():
        parts.append(text("with own columns, rows or chart"))
    if definition.compare != "none":
        parts.append(text("compared: {what}", what=text(COMPARED[definition.compare])))
    return " · ".join(parts)


def role_words(roles: Sequence[Role], language: Language) -> str:
    """Whom it is shared with."""
    return ", ".join(language.text(ROLES[role]) for role in roles if role in ROLES)


def _line(one: OwnReport, account: str, opened: str, moment: Moment) -> OwnLine:
    text = moment.language.text
    note = ""
    if one.account != account:
        note = text("from {owner}", owner=one.account)
    elif one.is_shared:
        note = role_words(one.shared_with, moment.language) or text("shared with everybody")
    if one.definition is None:
        newer = text("made by a newer version")
        return OwnLine(key=key_of(one), name=one.name, note=newer, is_own=one.account == account, is_newer=True)
    return OwnLine(
        key=key_of(one), name=one.name, note=note, hint=words_of(one.definition, moment), is_own=one.account == account,
        is_opened=key_of(one) == opened,
    )  # fmt: skip
