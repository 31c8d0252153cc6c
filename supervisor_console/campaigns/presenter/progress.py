"""How far a campaign is."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shared.billing.tariff import WEEKDAYS
from shared.domain.campaigns import CampaignRow
from shared.language import to_translate
from supervisor_console.campaigns.presenter import words
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.overview import ProgressPart, ProgressShown
from supervisor_console.views.pieces import Token

PARTS: tuple[tuple[str, str, Token, str], ...] = (
    ("done", to_translate("Done|contacts"), "good", "circle_tick"),
    ("calling", to_translate("Being called"), "ringing", "bell"),
    ("again", to_translate("Wait for another attempt"), "warn", "clock"),
    ("left", to_translate("Left|contacts"), "muted", "minus"),
    ("excluded", to_translate("Excluded|contacts"), "unreachable", "circle_cross"),
)  # fmt: skip
"""Field of the row, words, colour, icon; in the order of the bar."""


def progress(moment: Moment, row: CampaignRow | None) -> ProgressShown:
    """The bar and its words."""
    around, language = moment.around, moment.around.language
    text = language.text
    if row is None:
        return ProgressShown(title=text("Progress"), told=text("Figures come with the connection to the server."),
                             window="", parts=())  # fmt: skip
    told = [language.plural("{number} contact", "{number} contacts", row.contacts)]
    if row.contacts:
        told.append(text("{share} done", share=language.percent(100 * row.done / row.contacts)))
    if row.goal:
        told.append(text("{goals} of {goal} goals", goals=language.number(row.goals), goal=language.number(row.goal)))
    if row.trouble:
        told.append(words.reason(around, row.trouble))
    elif row.done_at is not None and row.state == "running":
        told.append(text("estimated end {time}", time=words.moment(around, row.done_at)))
    whole = max(1, row.contacts)
    parts = tuple(
        ProgressPart(words=text(said), count=language.number(getattr(row, field)), token=token, icon=icon,
                     share=getattr(row, field) / whole, is_rest=field == "left")
        for field, said, token, icon in PARTS
    )  # fmt: skip
    return ProgressShown(title=text("Progress"), told=" · ".join(told), window=_window(moment, row), parts=parts)


def _window(moment: Moment, row: CampaignRow) -> str:
    """The hours that are now, by the campaign's own clock, or when they begin; without the feed those of today."""
    around, text = moment.around, moment.around.language.text
    if row.opens_at is None or row.closes_at is None:
        hours = _today(moment)
        return text("calling hours {hours}", hours=hours) if hours else ""
    zone = ZoneInfo(moment.campaign.timezone) if moment.campaign is not None else around.zone
    there = replace(around, zone=zone)
    if row.opens_at > around.now:
        return text("calls from {time}", time=words.moment(there, row.opens_at))
    since, until = (around.language.clock(at, zone, seconds=False) for at in (row.opens_at, row.closes_at))
    if row.closes_at.astimezone(zone).time() == time():
        until = "24:00"  # the end of a day, not its beginning
    return text("calling hours {hours}", hours=f"{since}–{until}")


def _today(moment: Moment) -> str:
    """When one may call today, by the campaign's calendar and zone; "" where that is not known."""
    campaign, around = moment.campaign, moment.around
    if campaign is None:
        return ""
    day = around.now.astimezone(around.zone).date()
    kind = "holiday" if day in moment.holidays.get(campaign.country, ()) else WEEKDAYS[day.weekday()]
    parts = sorted((one.begins, one.ends) for one in campaign.hours if kind in one.days)
    return ", ".join(f"{begins // 60}:{begins % 60:02}–{ends // 60}:{ends % 60:02}" for begins, ends in parts)
