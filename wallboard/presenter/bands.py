"""The band on top, and both bands while the figures are not true now."""

from __future__ import annotations

from wallboard.presenter import alerts
from wallboard.presenter.moment import Moment
from wallboard.screen import Header, Sight, Ticker, Words


def sight(moment: Moment) -> Sight:
    """What the figures are."""
    if moment.status.state == "refused":
        return "refused"
    if moment.status.state == "stale":
        return "lost"
    if moment.status.state == "connecting" or not moment.has_rows:
        return "connecting"
    if moment.past is not None:
        return "past"
    return "lost" if moment.away_since is not None else "live"


def header(moment: Moment, seen: Sight) -> Header:
    """The band on top."""
    language, zone = moment.language, moment.zone
    title, note, state = _title(moment), "", Words()
    match seen:
        case "live":
            state = Words(language.text("Live"), "good", "wave")
        case "connecting":
            state = Words(language.text("Connecting …"), "muted", "refresh")
        case "past":
            day = language.short_day(moment.now, zone)
            title = language.text("Past: {day} {time}", day=day, time=language.clock(moment.now, zone))
            state = Words(_pace(moment), "text", "")
        case "refused":
            title = language.text("The server refuses this screen")
            note = moment.status.message
        case "lost":
            title, note = _lost(moment), _retry(moment)
    return Header(
        title=title, page=_page(moment), state=state, note=note, date=language.day(moment.clock_at, zone),
        short_date=language.short_day(moment.clock_at, zone), clock=language.clock(moment.clock_at, zone),
    )


def ticker(moment: Moment, seen: Sight) -> Ticker:
    """The band at the bottom."""
    language = moment.language
    if seen == "lost":
        last = language.text("last live {time}", time=language.clock(moment.running_at, moment.zone))
        advice = language.text(
            "The board reconnects by itself. If it lasts over 5 minutes, call the administrator.")
        return Ticker("", advice, last, "info", "text")
    if seen == "refused":
        return Ticker("", language.text("Sign in again: press F1 and choose Sign in."), "", "info", "text")
    if seen == "connecting":
        return Ticker("", language.text("Waiting for the first figures."), "", "info", "text")
    if seen == "past" and moment.past is not None and not moment.past.is_complete:
        text = language.text("Calls that began before what is kept may be missing.")
        return Ticker("", text, "", "info", "text")
    return alerts.ticker(moment)


def _title(moment: Moment) -> str:
    return moment.centre.name or moment.language.text("Call centre")


def _page(moment: Moment) -> str:
    name = moment.page.name or page_name(moment)
    count = f"{moment.page_number}/{moment.pages}" if moment.pages > 1 else ""
    held = "" if moment.is_rotating or moment.pages < 2 else moment.language.text("held")
    return " · ".join(part for part in (count, name, held) if part)


def page_name(moment: Moment) -> str:
    """What a default page is called."""
    language = moment.language
    match moment.page.key:
        case "overview":
            return language.text("Overview")
        case "agents":
            return language.text("Operators")
        case "lines":
            return language.text("Lines")
        case _:
            return ""


def _pace(moment: Moment) -> str:
    speed = moment.past.speed if moment.past else 0.0
    return moment.language.text("stands still") if speed == 0 else f"{moment.language.number(speed)}×"


def _lost(moment: Moment) -> str:
    language, zone = moment.language, moment.zone
    figures = language.clock(moment.running_at, zone)
    if moment.status.state == "stale":
        since = language.clock(moment.lost_at or moment.status.since, zone)
        return language.text("No connection since {time} – figures are from {figures}", time=since, figures=figures)
    return language.text("The PBX is not connected – figures are from {figures}", figures=figures)


def _retry(moment: Moment) -> str:
    retry_at = moment.status.retry_at
    if retry_at is None:
        return ""
    seconds = max(0, round((retry_at - moment.clock_at).total_seconds()))
    return moment.language.text("next try in {seconds} s", seconds=seconds)
