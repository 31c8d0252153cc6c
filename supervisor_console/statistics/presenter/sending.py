"""Reports that are sent: from a draft to a plan and back, and what came of the last times in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from shared.language import Language, to_translate
from shared.qt.theme import Token
from shared.reports.definition import OVERVIEW, Definition
from shared.reports.due import Every, Rhythm, due_between
from shared.reports.troubles import trouble_said
from supervisor_console.reports.schedules import Format, Outcome, Plan, Run, Scheduled
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.own import words_of
from supervisor_console.statistics.screen.own import Draft, SendingScreen, SentLine
from supervisor_console.statistics.screen.page import Pick

EVERY: dict[Every, str] = {
    "day": to_translate("Every day"), "week": to_translate("Every week"), "month": to_translate("Every month"),
}  # fmt: skip
OUTCOMES: dict[Outcome, tuple[str, str, Token]] = {
    "sent": (to_translate("Sent {when}"), "circle_tick", "good"),
    "failed": (to_translate("Failed {when}"), "circle_cross", "bad"),
    "skipped": (to_translate("Left out {when}"), "skip", "warn"),
}
FAR = timedelta(days=63)
"""Within so long each rhythm comes."""
_TIME = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*")


def plan_of(draft: Draft, definition: Definition | None) -> Plan:
    """What is to be kept; a time that cannot be read is none of the day, which the check says."""
    found = _TIME.fullmatch(draft.time)
    minute = int(found[1]) * 60 + int(found[2]) if found and int(found[2]) < 60 else -1
    addresses = tuple(one for one in re.split(r"[,;\s]+", draft.mail_to) if one)
    return Plan(
        name=draft.name.strip(), definition=definition, every=cast("Every", draft.every), minute=minute,
        day=1 if draft.every == "day" else draft.day, formats=cast("tuple[Format, ...]", draft.formats),
        mail_to=addresses, folder=draft.folder.strip(),
    )  # fmt: skip


def draft_of(one: Scheduled) -> Draft:
    """As it would be written by hand."""
    plan = one.plan
    return Draft(
        schedule=one.schedule, name=plan.name, every=plan.every, day=plan.day, time=_clock(plan.minute),
        formats=plan.formats, mail_to=", ".join(plan.mail_to), folder=plan.folder,
    )  # fmt: skip


def sending_screen(found: Sequence[Scheduled], definition: Definition, moment: Moment) -> SendingScreen:
    """The dialog, with the report that is shown now."""
    text = moment.language.text
    note = text("Of the overview the table of queues is sent, with its chart.") if definition.report == OVERVIEW else ""
    if definition.period.preset is None:
        note = text("Its days are fixed: the same ones would be sent each time. Choose a period by name.")
    return SendingScreen(
        about=words_of(definition, moment),
        note=note,
        rhythms=tuple(Pick(every, text(words)) for every, words in EVERY.items()),
        weekdays=tuple(Pick(number + 1, moment.language.weekday(number)) for number in range(7)),
        lines=tuple(_line(one, moment) for one in found),
    )  # fmt: skip


def rhythm_words(plan: Plan, language: Language) -> str:
    """``Every week, Mon, 6:00``."""
    text, clock = language.text, _clock(plan.minute)
    match plan.every:
        case "day":
            return f"{text(EVERY['day'])}, {clock}"
        case "week":
            return f"{text(EVERY['week'])}, {language.weekday(plan.day - 1)}, {clock}"
        case _:
            return f"{text(EVERY['month'])}, {text('on day {day}', day=plan.day)}, {clock}"


def _line(one: Scheduled, moment: Moment) -> SentLine:
    text, plan = moment.language.text, one.plan
    places = [*plan.mail_to, *([text("folder {name}", name=plan.folder)] if plan.folder else [])]
    told = [rhythm_words(plan, moment.language), ", ".join(one.upper() for one in plan.formats), ", ".join(places)]
    if plan.definition is not None:
        told.insert(0, words_of(plan.definition, moment))
    if one.is_on:
        told.append(_next(plan, moment))
    words, icon, token = _outcome(one, moment)
    last = one.runs[0] if one.runs else None
    problem = trouble_said(last.detail, moment.language) if last is not None and last.outcome != "sent" else ""
    return SentLine(
        draft=draft_of(one), told=" · ".join(told), icon=icon, outcome=words, token=token, problem=problem,
        runs="\n".join(_run(run, moment) for run in one.runs), is_on=one.is_on,
    )  # fmt: skip


def _next(plan: Plan, moment: Moment) -> str:
    rhythm = Rhythm(every=plan.every, minute=plan.minute, day=plan.day)
    at = next(due_between(rhythm, moment.zone, moment.now, moment.now + FAR), None)
    if at is None:
        return ""
    day, clock = moment.language.short_day(at, moment.zone), moment.language.clock(at, moment.zone, seconds=False)
    return moment.language.text("next {when}", when=f"{day} {clock}")


def _outcome(one: Scheduled, moment: Moment) -> tuple[str, str, Token]:
    text = moment.language.text
    if not one.is_on:
        return text("Switched off"), "pause", "muted"
    if not one.runs:
        return text("Not sent yet"), "clock", "muted"
    last = one.runs[0]
    if last.outcome is None:
        return text("Is being tried ({number}×)", number=moment.language.number(last.tries)), "refresh", "warn"
    words, icon, token = OUTCOMES[last.outcome]
    return text(words, when=_when(last, moment)), icon, token


def _run(run: Run, moment: Moment) -> str:
    text = moment.language.text
    words = text("Is being tried ({number}×)", number=moment.language.number(run.tries))
    if run.outcome is not None:
        words = text(OUTCOMES[run.outcome][0], when=_when(run, moment))
    return f"{words}: {trouble_said(run.detail, moment.language)}" if run.detail else words


def _when(run: Run, moment: Moment) -> str:
    day, clock = moment.language.short_day(run.due_at, moment.zone), moment.language.clock(
        run.due_at, moment.zone, seconds=False)  # fmt: skip
    return f"{day} {clock}"


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
