"""Outgoing campaigns: how far each is, calls that it has now, what came of it."""

from __future__ import annotations

from shared.domain.campaigns import CampaignRow
from shared.language import to_translate
from wallboard.pages import Tile
from wallboard.presenter.seen import Seen
from wallboard.screen import CampaignLine, CampaignsTile, Level, Room, Token, Words

STATES: dict[str, tuple[Token, str, str]] = {
    "running": ("good", "play", to_translate("Running|campaign")),
    "paused": ("warn", "pause", to_translate("Paused|campaign")),
    "draft": ("muted", "pencil", to_translate("Draft|campaign")),
    "finished": ("muted", "circle_tick", to_translate("Finished|campaign")),
}
ORDER = {"running": 0, "paused": 1}
"""Others are not shown: nobody on the floor works in them."""
PARTS: tuple[tuple[str, Token], ...] = (
    ("done", "good"), ("calling", "ringing"), ("again", "warn"), ("left", "muted"), ("excluded", "unreachable"),
)


def campaigns_tile(seen: Seen, tile: Tile, room: Room) -> CampaignsTile:
    """Those that run first; in turns where there are more than fit. ``tile.queues``: only of these queues."""
    language = seen.language
    rows = [row for row in seen.moment.board.campaigns
            if row.state in ORDER and (not tile.queues or row.queue in tile.queues)]  # fmt: skip
    rows.sort(key=lambda row: (ORDER[row.state], row.title.casefold(), row.pbx, row.campaign))
    part = seen.part(len(rows), room.rows)
    note = ""
    if part.count > part.last - part.first:
        note = language.text("{first}–{last} of {count}", first=part.first + 1, last=part.last, count=part.count)
    lines = tuple(_line(seen, row) for row in rows[part.first : part.last])
    return CampaignsTile(tile.title or language.text("Campaigns"), note, lines,
                         "" if lines else language.text("No campaign runs"))  # fmt: skip


def _line(seen: Seen, row: CampaignRow) -> CampaignLine:
    language = seen.language
    whole = max(1, row.contacts)
    token, icon, word = STATES[row.state]
    told = [language.text("{number} done", number=language.number(row.done))]
    if row.goal:
        told.append(language.text("{goals} of {goal} goals", goals=language.number(row.goals),
                                  goal=language.number(row.goal)))  # fmt: skip
    elif row.goals:
        told.append(language.plural("{number} goal", "{number} goals", row.goals))
    told.append(language.text("{number} left", number=language.number(row.left + row.again)))
    if ahead := _ahead(seen, row):
        told.append(ahead)
    abandoned, alarm = _abandoned(seen, row)
    return CampaignLine(
        name=row.title, state=Words(language.text(word), token, icon),
        share=language.percent(100 * row.done / whole, 0), calls=language.number(row.calling), abandoned=abandoned,
        told=" · ".join(told), alarm=alarm,
        parts=tuple((getattr(row, field) / whole, colour) for field, colour in PARTS),
    )  # fmt: skip


def _ahead(seen: Seen, row: CampaignRow) -> str:
    """When it will be done, as it goes; outside of its hours when it calls again."""
    language, zone, now = seen.language, seen.zone, seen.now_of(row.pbx)
    if row.state != "running":
        return ""
    if row.opens_at is not None and row.opens_at > now:
        is_today = row.opens_at.astimezone(zone).date() == now.astimezone(zone).date()
        day = "" if is_today else f"{language.short_day(row.opens_at, zone)} "
        return language.text("calls from {time}", time=day + language.clock(row.opens_at, zone, seconds=False))
    if row.done_at is not None and row.done_at.astimezone(zone).date() == now.astimezone(zone).date():
        return language.text("end about {time}", time=language.clock(row.done_at, zone, seconds=False))
    return ""


def _abandoned(seen: Seen, row: CampaignRow) -> tuple[Words, Level | None]:
    """The share of abandoned calls against its limit; red over it."""
    if row.pacing is None or not row.pacing.answered:
        return Words(), None
    share = row.pacing.abandoned / row.pacing.answered
    alarm: Level | None = None
    if row.pacing.abandoned_bound > row.pacing.limit:
        alarm = "bad" if share > row.pacing.limit else "warn"
    said = seen.language.text("abandoned {share}", share=seen.language.percent(100 * share))
    return Words(said, alarm or "muted", "triangle" if alarm else ""), alarm
