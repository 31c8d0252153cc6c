"""The band on top: whose wall, which page, how true the figures are, what time it is."""

from __future__ import annotations

from shared.feed_client.refusals import refusal
from wallboard.presenter.seen import Seen
from wallboard.presenter.titles import page_title
from wallboard.screen import Header, Words


def header(seen: Seen) -> Header:
    """While the line is lost it says so in the title, with the time of the last news."""
    moment, language = seen.moment, seen.language
    at = moment.now
    title, state, note = _told(seen)
    is_band, is_past = seen.sight in ("lost", "refused"), seen.sight == "past"
    return Header(
        title=title, page="" if is_band else page_name(seen), state=state, note=note,
        date="" if is_past else language.day(at, seen.zone),  # the title says it
        short_date="" if is_past else language.short_day(at, seen.zone), clock=seen.clock(at),
    )  # fmt: skip


def page_name(seen: Seen) -> str:
    """ "1/2 · Overview"; nothing where there is one page without a name."""
    pages, title = seen.moment.pages, page_title(seen.moment.shown_page, seen.language)
    if len(pages) < 2:
        return title
    parts = [f"{seen.moment.page % len(pages) + 1}/{len(pages)}", title]
    if not seen.moment.is_rotating:
        parts.append(seen.language.text("held"))
    return " · ".join(part for part in parts if part)


def _told(seen: Seen) -> tuple[str, Words, str]:
    """Title, state, note."""
    language, name = seen.language, seen.centre.name or seen.language.text("Call centre")
    match seen.sight:
        case "connecting":
            return name, Words(language.text("Connecting…"), "muted", "wave_struck"), _next_try(seen)
        case "refused":
            return refusal(seen.moment.status, language, has_keyboard=False), Words(), ""
        case "lost":
            return _lost(seen), Words(), _next_try(seen)
        case "past":
            return _past(seen)
        case "live":
            return name, *_live(seen)


def _live(seen: Seen) -> tuple[Words, str]:
    language = seen.language
    if not seen.away:
        return Words(language.text("Live"), "good", "wave"), ""
    pbx, since = max(seen.away.items(), key=lambda one: one[1])
    if len(seen.away) > 1:
        state = language.plural("{number} PBX away", "{number} PBXs away", len(seen.away))
    else:
        state = language.text("PBX {pbx} away", pbx=pbx)
    return Words(state, "bad", "wave_struck"), language.text("figures from {time}", time=seen.clock(since))


def _lost(seen: Seen) -> str:
    language, moment = seen.language, seen.moment
    news = seen.clock(seen.last_news_at)
    if moment.status.state == "stale":
        since = seen.clock(moment.lost_at or seen.heard_at)
        return language.text("No connection since {since} – figures are from {news}", since=since, news=news)
    return language.text("No connection to the PBX – figures are from {news}", news=news)


def _past(seen: Seen) -> tuple[str, Words, str]:
    language, at = seen.language, seen.heard_at
    title = language.text("The past: {day} {time}", day=language.day(at, seen.zone), time=seen.clock(at))
    speed = seen.moment.past_speed or 0.0
    if not speed:
        state = Words(language.text("stands still"), "accent", "pause")
    else:
        state = Words(language.text("speed {speed}×", speed=f"{speed:g}"), "accent", "play")
    note = language.text("the PBX was not seen then") if seen.away else ""
    return title, state, note


def _next_try(seen: Seen) -> str:
    """When the client tries again: a length, so this machine's clock may be wrong."""
    status = seen.moment.status
    if status.retry_at is None:
        return seen.language.text("connecting…") if status.state == "stale" else ""
    seconds = (status.retry_at - seen.moment.own_now).total_seconds()
    if seconds <= 0:
        return seen.language.text("connecting…")
    return seen.language.text("next try in {seconds} s", seconds=max(1, round(seconds)))
