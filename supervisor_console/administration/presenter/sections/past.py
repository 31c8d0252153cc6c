"""Where a section's value comes from, what is planned to follow it, and what was before."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from supervisor_console.administration.presenter.moment import AccountsMoment, Around, SettingsMoment
from supervisor_console.administration.presenter.sections.changes import changes
from supervisor_console.administration.presenter.sections.draft import begun
from supervisor_console.administration.presenter.sections.fields import Section
from supervisor_console.administration.presenter.sections.told import Item, Told, key_of
from supervisor_console.administration.presenter.words import NOTHING, day, day_and_time
from supervisor_console.administration.screen.settings import ValueLine, ValuesShown
from supervisor_console.views.pieces import Deed, Mark

State = Literal["planned", "now", "past", "taken_back"]


def origin(told: Told | None, names: dict[str, str], around: Around) -> Mark:
    """The sentence in the foot."""
    text = around.language.text
    if told is None:
        return Mark("")
    if told.source == "file":
        said = text("From the server's file; nobody has changed it here.")
        return Mark(said, "muted", "text", more=_planned(told, around))
    who = names.get(told.by or "", told.by or "")
    since = moment_of(told.since, around)
    said = text("In force since {time}, by {name}.", time=since, name=who)
    return Mark(said, "muted", "history", more=_planned(told, around))


def _planned(told: Told, around: Around) -> str:
    if not told.planned:
        return ""
    at = moment_of(told.planned[0].since, around)
    return around.language.text("Another value is planned from {time} on.", time=at)


def moment_of(at: datetime | None, around: Around) -> str:
    """The day where it begins at midnight, else with its time."""
    if at is None:
        return NOTHING
    local = at.astimezone(around.zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day(local.date(), around.language)
    if local.second == 0:
        return f"{day(local.date(), around.language)} {around.language.clock(at, around.zone, seconds=False)}"
    return day_and_time(at, around.zone, around.language)


def names_of(accounts: AccountsMoment) -> dict[str, str]:
    """What accounts are called."""
    return {one.name: one.title or one.name for one in accounts.found.accounts} if accounts.found else {}


def item(told: Told | None, key: str) -> Item | None:
    """The value of this key."""
    several = (*told.planned, *told.history) if told is not None else ()
    return next((one for one in several if key_of(one) == key), None)


def values(
    section: Section, moment: SettingsMoment, names: dict[str, str], around: Around, refusal: str
) -> ValuesShown:
    """The list, and what the chosen one says otherwise."""
    text, told = around.language.text, moment.told.get(section.name)
    chosen = item(told, moment.value)
    planned = {key_of(one) for one in told.planned} if told is not None else set[str]()
    several = {key_of(one): one for one in ((*reversed(told.planned), *told.history) if told is not None else ())}
    lines = [_line(one, _state(one, told, planned), names, around) for one in several.values()]
    said: tuple[str, ...] = ()
    if chosen is not None and told is not None and chosen.value is not None:
        said = changes(begun(told, chosen.value), section, around) or (text("The same as now."),)
    none = text("Choose a value first.") if chosen is None else ""
    not_planned = text("Only what is planned can be taken back.") if moment.value not in planned else ""
    busy = text("Finish what is being edited first.") if section.name in moment.drafts else ""
    gone = text("There is no value in it.") if chosen is not None and chosen.value is None else ""
    return ValuesShown(
        title=text("History"), lines=tuple(lines), chosen=moment.value,
        empty=text("Nobody has changed this here yet.") if told is not None and not lines else "",
        changes_title=text("Otherwise than now") if said else "", changes=said,
        forget=Deed(text("Take back"), "trash", refusal or none or not_planned, is_dangerous=True),
        restore=Deed(text("Edit from this"), "pencil", refusal or none or busy or gone),
    )  # fmt: skip


def _state(one: Item, told: Told | None, planned: set[str]) -> State:
    if one.value is None:
        return "taken_back"
    if key_of(one) in planned:
        return "planned"
    is_now = told is not None and (one.since, one.made_at) == (told.since, told.made_at)
    return "now" if is_now else "past"


def _line(one: Item, state: State, names: dict[str, str], around: Around) -> ValueLine:
    text = around.language.text
    marks: dict[State, Mark] = {
        "planned": Mark(text("Planned"), "warn", "clock", is_state=True),
        "now": Mark(text("In force"), "good", "circle_tick", is_state=True),
        "past": Mark(text("Before"), "offline", "history", is_state=True),
        "taken_back": Mark(text("Taken back"), "offline", "circle_cross", is_state=True),
    }
    made = text("Made {time}", time=day_and_time(one.made_at, around.zone, around.language))
    who = names.get(one.by or "", one.by or NOTHING)
    return ValueLine(
        key=key_of(one), since=Mark(moment_of(one.since, around), hint=made),
        who=Mark(who, "muted", hint=f"{who} · {made}"), state=marks[state],
    )  # fmt: skip
