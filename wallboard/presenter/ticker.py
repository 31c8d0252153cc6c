"""The band at the bottom: one alert after the other, or that all is well, or advice while there is no line."""

from __future__ import annotations

from shared.domain.board import AlertRow
from shared.language import to_translate
from wallboard.presenter.seen import PART, Seen
from wallboard.screen import Ticker

MEASURES = {
    "waiting": (to_translate("{value} waiting, limit {limit}"), "number"),
    "longest_wait": (to_translate("longest wait over the {limit} limit"), "time"),
    "ready": (to_translate("{value} ready, limit {limit}"), "number"),
    "paused": (to_translate("{value} paused, limit {limit}"), "number"),
    "talking": (to_translate("{value} talking, limit {limit}"), "number"),
    "members": (to_translate("{value} agents signed in, limit {limit}"), "number"),
    "unreachable": (to_translate("{value} agents unreachable, limit {limit}"), "number"),
    "offered": (to_translate("{value} calls offered today, limit {limit}"), "number"),
    "answered": (to_translate("{value} calls answered today, limit {limit}"), "number"),
    "abandoned": (to_translate("{value} calls abandoned today, limit {limit}"), "number"),
    "short_abandoned": (to_translate("{value} short abandons today, limit {limit}"), "number"),
    "abandoned_share": (to_translate("{value} of calls abandoned, limit {limit}"), "share"),
    "service_level": (to_translate("service level {value}, limit {limit}"), "share"),
    "average_wait": (to_translate("average wait {value}, limit {limit}"), "time"),
}
"""Measure → what an alert about it says, and how its value and limit are written."""
TROUBLES = {
    "pbx_away": to_translate("no connection to the PBX, its figures are old"),
    "database_away": to_translate("the database does not answer, figures of the past are missing"),
    "disk_full": to_translate("the server's disk is full, call the administrator"),
}


def ticker(seen: Seen) -> Ticker:
    """What is said at this moment."""
    language = seen.language
    match seen.sight:
        case "connecting":
            return Ticker("", language.text("The board connects by itself."), "", "info", "muted")
        case "refused":
            advice = language.text("The board can't connect. Call the administrator.")
            return Ticker("", advice, _last_live(seen), "info", "muted")
        case "lost":
            return Ticker("", _advice(seen), _last_live(seen), "info", "muted")
    if seen.sight == "past" and not seen.moment.is_past_complete:
        text = language.text("Calls that began before what is kept may be missing.")
        return Ticker("", text, "", "info", "muted")
    if seen.alerts:
        turn = int(seen.heard_at.timestamp() // PART) % len(seen.alerts)
        return _alert(seen, seen.alerts[turn], turn)
    since = seen.moment.well_since
    note = language.text("since {time}", time=seen.clock(since)) if since else ""
    return Ticker("", language.text("All well, no alerts"), note, "circle_tick", "good")


def _advice(seen: Seen) -> str:
    if seen.moment.status.state == "stale":
        return seen.language.text(
            "The board reconnects by itself. If it lasts over 5 minutes, call the administrator."
        )
    return seen.language.text(
        "The server reconnects to the PBX by itself. If it lasts over 5 minutes, call the administrator."
    )


def _last_live(seen: Seen) -> str:
    return seen.language.text("last live {time}", time=seen.clock(seen.last_news_at)) if seen.has_news else ""


def _alert(seen: Seen, alert: AlertRow, turn: int) -> Ticker:
    language = seen.language
    since = language.text("since {time}", time=seen.clock(alert.since))
    note = f"{turn + 1}/{len(seen.alerts)} · {since}" if len(seen.alerts) > 1 else since
    subject = _subject(seen, alert)
    return Ticker(f"{subject}:" if subject else "", _text(seen, alert), note, "triangle", alert.level)


def _subject(seen: Seen, alert: AlertRow) -> str:
    if alert.kind != "rule":
        return alert.pbx if alert.kind == "pbx_away" else ""
    if alert.queue is not None:
        return seen.title(alert.pbx, alert.queue)
    return alert.rule


def _text(seen: Seen, alert: AlertRow) -> str:
    """The rule's finding in the reader's language; what this program does not know, as the daemon says it."""
    language = seen.language
    if alert.kind in TROUBLES:
        return language.text(TROUBLES[alert.kind])
    if alert.kind != "rule" or alert.measure not in MEASURES or alert.limit is None:
        return alert.text
    message, writing = MEASURES[alert.measure]
    text = language.text(
        message, limit=_written(seen, alert.limit, writing),
        value="–" if alert.value is None else _written(seen, alert.value, writing),
    )  # fmt: skip
    if alert.nobody_ready and alert.measure != "ready":
        return language.text("{finding}, nobody is ready", finding=text)
    return text


def _written(seen: Seen, value: float, writing: str) -> str:
    match writing:
        case "time":
            return seen.seconds(value)
        case "share":
            return seen.language.percent(value)
        case _:
            return seen.language.number(value)
