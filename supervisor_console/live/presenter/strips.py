"""What stands over everything: the oldest alert that nobody has acknowledged, and what is away since when."""

from __future__ import annotations

from shared.domain.board import AlertRow
from supervisor_console.live.presenter.seen import Seen, plain
from supervisor_console.live.presenter.titles import MEASURES, TROUBLES
from supervisor_console.live.presenter.waiting import is_waiting
from supervisor_console.live.screen import Action, Strip, Wish


def strips(seen: Seen) -> tuple[Strip, ...]:
    """What is away first, then the alert."""
    found = [_connection(seen), *_pbxs(seen), _database(seen), _alert(seen)]
    return tuple(one for one in found if one is not None)


def _connection(seen: Seen) -> Strip | None:
    """The line to the daemon: then nothing is known of anything."""
    language, status = seen.language, seen.moment.status
    if seen.is_live:
        return None
    if not seen.is_old:
        return Strip(kind="pbx", icon="wave_struck", token="muted", title=language.text("Connecting…"))
    since = seen.clock(seen.heard_at)
    title = language.text("Connection to the server lost at {time}. Figures below are from that moment.", time=since)
    detail = "" if status.retry_at is None else language.text("The console reconnects by itself.")
    return Strip(kind="pbx", icon="wave_struck", token="bad", title=title, detail=detail)


def _pbxs(seen: Seen) -> list[Strip]:
    if not seen.is_live:
        return []
    return [_away(seen, pbx) for pbx in sorted(seen.away)]


def _away(seen: Seen, pbx: str) -> Strip:
    language, since = seen.language, seen.clock(seen.away[pbx])
    title = language.text("Connection to the PBX lost at {time}. Figures below are from that moment.", time=since)
    return Strip(
        kind="pbx", icon="wave_struck", token="bad", title=title,
        detail=plain(pbx) if len(seen.pbxs) > 1 else language.text("The server reconnects by itself."),
    )  # fmt: skip


def _database(seen: Seen) -> Strip | None:
    since = seen.moment.database_away_since
    if since is None:
        return None
    language = seen.language
    # noticed by this machine's clock, told by the server's
    at = since + (seen.moment.now - seen.moment.own_now)
    return Strip(
        kind="database", icon="database", token="warn",
        title=language.text("Database unreachable since {time}. Live view goes on.", time=seen.clock(at)),
        detail=language.text("Calls, recordings and missed callers can be looked up again when it is back."),
        actions=(Action(Wish("try_database"), language.text("Try now"), "refresh"),),
    )  # fmt: skip


def unacknowledged(seen: Seen) -> list[AlertRow]:
    """The oldest first; those that stand in a strip of their own are not among them."""
    found = [one for one in seen.alerts if one.kind != "pbx_away" and one.acknowledged_at is None]
    return sorted(found, key=lambda one: (one.kind != "rule", one.since, one.pbx, one.alert))


def _alert(seen: Seen) -> Strip | None:
    language, found = seen.language, unacknowledged(seen)
    if not found:
        return None
    alert, rest = found[0], len(found) - 1
    more = language.plural("and {number} more alert", "and {number} more alerts", rest) if rest else ""
    caller, shown = _longest(seen, alert)
    parts = [caller, language.text("since {time}", time=seen.clock(alert.since))]
    if alert.rule:
        parts.append(language.text("rule “{rule}”", rule=plain(alert.rule)))
    return Strip(
        kind="alert", icon="triangle", token=alert.level, title=alert_title(seen, alert),
        detail=" · ".join(part for part in parts if part), more=more, actions=(*shown, *_acknowledge(seen, alert)),
    )  # fmt: skip


def _longest(seen: Seen, alert: AlertRow) -> tuple[str, tuple[Action, ...]]:
    """Who waits longest there, and how to see him: of alerts about waiting."""
    queues = (alert.queue,) if alert.queue is not None else alert.queues
    if alert.measure not in ("longest_wait", "waiting"):
        return "", ()
    rows = [
        row for row in seen.moment.board.calls
        if is_waiting(row) and row.pbx == alert.pbx and (not queues or row.queue in queues)
    ]  # fmt: skip
    if not rows:
        return "", ()
    row = min(rows, key=lambda one: (one.queue_entered or one.since, one.call))
    said = seen.phone(row.caller) if alert.measure == "longest_wait" else ""
    return said, (Action(Wish("show_call", row.pbx, call=row.call), seen.language.text("Show the call")),)


def _acknowledge(seen: Seen, alert: AlertRow) -> tuple[Action, ...]:
    """Of a rule's alert: troubles of the daemon's own last as long as they last."""
    if alert.kind != "rule":
        return ()
    language = seen.language
    wish = Wish("acknowledge", alert.pbx, choice=alert.alert, at=alert.since)
    why_not = ""
    if not seen.may("supervise"):
        why_not = language.text("Your account may not do this.")
    elif not seen.is_live:
        why_not = language.text("Not possible without a connection.")
    elif wish in seen.moment.pending:
        why_not = language.text("Asked for, not answered yet.")
    hint = why_not or language.text("Says to everybody that you look after it.")
    return (Action(wish, language.text("Acknowledge"), "tick", "F8", hint, is_enabled=not why_not, is_primary=True),)


def alert_title(seen: Seen, alert: AlertRow) -> str:
    """Whom it concerns, and what; what this program does not know, as the daemon says it."""
    finding = _finding(seen, alert)
    if alert.queue is not None:
        return f"{seen.with_pbx(seen.queue_title(alert.queue), alert.pbx)}: {finding}"
    return finding[:1].upper() + finding[1:]


def _finding(seen: Seen, alert: AlertRow) -> str:
    language = seen.language
    if alert.kind in TROUBLES:
        return language.text(TROUBLES[alert.kind])
    if alert.kind != "rule" or alert.measure not in MEASURES or alert.limit is None:
        return plain(alert.text)
    message, writing = MEASURES[alert.measure]
    value = "–" if alert.value is None else _written(seen, alert.value, writing)
    text = language.text(message, limit=_written(seen, alert.limit, writing), value=value)
    if alert.nobody_ready and alert.measure != "ready":
        return language.text("{finding}, nobody is ready", finding=text)
    return text


def _written(seen: Seen, value: float, writing: str) -> str:
    match writing:
        case "time":
            return seen.length(value)
        case "share":
            return seen.language.percent(value)
        case _:
            return seen.language.number(value)
