"""The shell as a screen."""

from __future__ import annotations

from datetime import datetime

from shared.domain.accounts import Role
from shared.domain.board import AlertRow
from shared.language import to_translate
from supervisor_console.shell.presenter.moment import Moment
from supervisor_console.shell.screen import AlertLine, Half, RailItem, RailName, ShellScreen, Token

PAGES: dict[RailName, tuple[str, str]] = {
    "live": (to_translate("Live|page"), "activity"), "calls": (to_translate("Calls|page"), "handset"),
    "statistics": (to_translate("Statistics"), "bars"), "campaigns": (to_translate("Campaigns"), "megaphone"),
    "billing": (to_translate("Billing|page"), "receipt"), "quality": (to_translate("Quality|page"), "star"),
    "administration": (to_translate("Administration|page"), "sliders"),
}  # fmt: skip
SHORT: dict[RailName, str] = {"administration": to_translate("Admin|page")}
"""Words for places that have no room for the whole."""
NEEDS_DATABASE: frozenset[RailName] = frozenset(
    {"calls", "statistics", "campaigns", "billing", "quality", "administration"}
)
ROLES: dict[Role, str] = {
    "administrator": to_translate("Administrator"), "supervisor": to_translate("Supervisor"),
    "quality": to_translate("Quality|role"), "billing": to_translate("Billing|role"),
    "operator": to_translate("Operator"), "wallboard": to_translate("Wallboard|role"),
}  # fmt: skip
"""The first of them that an account has is said."""
LEVELS: dict[str, Token] = {"bad": "bad", "warn": "warn"}


def present(moment: Moment) -> ShellScreen:
    """What is shown now."""
    language = moment.language
    shown = [row for row in moment.alerts if row.kind != "pbx_away"]
    name = moment.title or moment.account
    return ShellScreen(
        title=language.text(PAGES[moment.chosen][0]) if moment.chosen else "",
        rail=tuple(_item(moment, name, place) for place, name in enumerate(moment.pages, 1)),
        halves=_halves(moment),
        alerts=tuple(_alert(moment, row) for row in sorted(shown, key=_order)),
        unread=sum(row.acknowledged_at is None for row in shown),
        name=name, role=_role(moment), initials=_initials(name),
        search=language.text("Find a call, a number or an operator"), can_search="calls" in moment.pages,
    )  # fmt: skip


def _order(row: AlertRow) -> tuple[bool, datetime, str]:
    return row.acknowledged_at is not None, row.since, row.alert


def _item(moment: Moment, name: RailName, place: int) -> RailItem:
    text, icon = PAGES[name]
    trouble = ""
    if name in NEEDS_DATABASE and moment.database not in ("", "connecting"):
        trouble = _database_trouble(moment)
    elif name == "live" and moment.feed.state != "live":
        trouble = _feed_trouble(moment)
    return RailItem(
        name=name, text=moment.language.text(text), word=moment.language.text(SHORT.get(name, text)), icon=icon,
        key=f"Ctrl+{place}", is_chosen=name == moment.chosen, trouble=trouble,
    )  # fmt: skip


def _role(moment: Moment) -> str:
    return next((moment.language.text(text) for role, text in ROLES.items() if role in moment.roles), "")


def _initials(name: str) -> str:
    """Of the first and the last word."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


# --- connections


def _halves(moment: Moment) -> tuple[Half, ...]:
    language = moment.language
    away = [row for row in moment.alerts if row.kind == "pbx_away"]
    if moment.feed.state == "live" and not away and not moment.database:
        return (Half(name="both", icon="circle_tick", token="good", text=language.text("PBX and database connected")),)
    return _feed(moment, away), _database(moment)


def _feed(moment: Moment, away: list[AlertRow]) -> Half:
    language, status = moment.language, moment.feed
    if status.state == "live" and not away:
        return Half(name="feed", icon="circle_tick", token="good", text=language.text("PBX"))
    if status.state == "live":
        at = min(row.since for row in away)
        return Half(
            name="feed", icon="circle_cross", token="bad", text=language.text("PBX unreachable"),
            since=language.text("since {time}", time=language.clock(at, moment.zone)),
        )  # fmt: skip
    if status.state == "connecting" and not status.code:
        return Half(name="feed", icon="circle_dashed", token="muted", text=language.text("Connecting…"))
    return Half(
        name="feed", icon="circle_cross", token="bad", text=language.text("Server unreachable"),
        since=_since(moment, status.since), hint=moment.refusal,
    )  # fmt: skip


def _database(moment: Moment) -> Half:
    language = moment.language
    if not moment.database:
        return Half(name="database", icon="circle_tick", token="good", text=language.text("Database"))
    if moment.database == "connecting":
        return Half(name="database", icon="circle_dashed", token="muted", text=language.text("Connecting…"))
    if moment.database == "password":
        return Half(
            name="database", icon="lock", token="warn", text=language.text("Database asks for the password"),
            since=language.text("Enter it…"), hint=moment.database_message,
        )  # fmt: skip
    if moment.database == "address":
        return Half(
            name="database", icon="circle_cross", token="muted", text=language.text("No database"),
            hint=language.text("The server does not say where the database is, and no address is set here."),
        )  # fmt: skip
    return Half(
        name="database", icon="circle_cross", token="bad", text=language.text("Database unreachable"),
        since=_since(moment, moment.database_since), hint=moment.database_message,
    )  # fmt: skip


def _since(moment: Moment, at: datetime | None) -> str:
    if at is None:
        return ""
    return moment.language.text("since {time}", time=moment.language.clock(at + moment.difference, moment.zone))


def _database_trouble(moment: Moment) -> str:
    half = _database(moment)
    return " ".join(part for part in (half.text, half.since) if part)


def _feed_trouble(moment: Moment) -> str:
    half = _feed(moment, [])
    return " ".join(part for part in (half.text, half.since) if part)


# --- alerts


def _alert(moment: Moment, row: AlertRow) -> AlertLine:
    language = moment.language
    queue = moment.centre.queue_title(row.queue) if row.queue is not None else ""
    said = row.rule or row.text
    parts = [language.text("since {time}", time=language.clock(row.since, moment.zone))]
    if row.acknowledged_by is not None:
        parts.append(language.text("looked after by {name}", name=row.acknowledged_by))
    is_free = row.kind == "rule" and row.acknowledged_at is None
    return AlertLine(
        pbx=row.pbx, alert=row.alert, title=f"{queue}: {said}" if queue else said, detail=" · ".join(parts),
        token=LEVELS.get(row.level, "warn"), raised=row.since,
        can_acknowledge=is_free and moment.can_supervise and moment.feed.state == "live",
    )  # fmt: skip
