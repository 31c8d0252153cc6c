"""Inbound lines: calls that talk and wait on each, and channels that are free where their number is told."""

from __future__ import annotations

from shared.domain import numbers
from shared.domain.board import LineRow
from wallboard.pages import Tile
from wallboard.presenter.seen import Seen
from wallboard.screen import LineEntry, LinesTile, Room, Words


def lines_tile(seen: Seen, tile: Tile, room: Room) -> LinesTile:
    """In the description's order, the others by number; in turns where there are more than fit."""
    language, rows = seen.language, _ordered(seen)
    part = seen.part(len(rows), room.rows * room.columns)
    note = ""
    if part.count > part.last - part.first:
        note = language.text("{first}–{last} of {count}", first=part.first + 1, last=part.last, count=part.count)
    names = _names(seen, rows)
    channels = {one.line: one.channels for one in seen.centre.lines}
    legend = (
        Words(language.text("talking"), "talking", "handset"), Words(language.text("waiting"), "muted", "people"),
    )  # fmt: skip
    entries = tuple(
        LineEntry(
            names[row.pbx, row.line], language.number(row.talking), language.number(row.waiting),
            _channels(seen, row, channels.get(row.line)),
        )
        for row in rows[part.first : part.last]
    )  # fmt: skip
    empty = "" if entries else language.text("No inbound line yet")
    return LinesTile(tile.title or language.text("Inbound lines"), note, legend, entries, empty)


def _ordered(seen: Seen) -> list[LineRow]:
    order = {one.line: place for place, one in enumerate(seen.centre.lines)}
    return sorted(seen.moment.board.lines, key=lambda row: (order.get(row.line, len(order)), row.line, row.pbx))


def _names(seen: Seen, rows: list[LineRow]) -> dict[tuple[str, str], str]:
    """Titles; numbers without the country's prefix where all are the country's own."""
    country = seen.centre.country
    titles = {one.line: one.title for one in seen.centre.lines if one.title}
    shown = {row.line: numbers.national(row.line, country) for row in rows}
    if any(number.startswith("+") for number in shown.values()):
        shown = {line: numbers.display(line, country) for line in shown}
    several = " · {pbx}" if len(seen.pbxs) > 1 else ""
    return {
        (row.pbx, row.line): titles.get(row.line, shown[row.line]) + several.format(pbx=row.pbx) for row in rows
    }  # fmt: skip


def _channels(seen: Seen, row: LineRow, channels: int | None) -> str:
    if channels is None:
        return ""
    return seen.language.text("free {free} of {count}", free=max(0, channels - row.calls), count=channels)
