"""A moment becomes a screen."""

from __future__ import annotations

from wallboard.pages import Tile
from wallboard.presenter import callers, campaigns, history, inbound, numerals, people, queue_table
from wallboard.presenter import header as bands
from wallboard.presenter.moment import Moment
from wallboard.presenter.seen import FRESH, Seen
from wallboard.presenter.ticker import ticker
from wallboard.presenter.titles import kind_title
from wallboard.screen import ClockTile, PictureTile, Room, Screen, TextTile, TileScreen

ROOM = Room(rows=5, columns=7)
"""Of a tile whose room nobody told."""
FIXED = ("clock", "text", "picture")
"""Kinds that show no figures of the board."""


def present(moment: Moment) -> Screen:
    """Everything that the wallboard shows at this moment. Takes some milliseconds for 500 operators."""
    seen = Seen(moment)
    tiles = moment.shown_page.tiles
    rooms = (*moment.rooms[: len(tiles)], *[ROOM] * (len(tiles) - len(moment.rooms)))
    is_alive = seen.sight == "live"
    return Screen(
        sight=seen.sight, header=bands.header(seen), ticker=ticker(seen),
        tiles=tuple(_tile(seen, tile, room) for tile, room in zip(tiles, rooms, strict=True)),
        has_fresh_alarm=is_alive and any(moment.now - one.since < FRESH for one in seen.alerts),
        sound=frozenset(f"{one.pbx}/{one.alert}" for one in seen.rules if one.has_sound) if is_alive else frozenset(),
    )  # fmt: skip


def page_name(moment: Moment) -> str:
    """What the shown page is called in the header."""
    return bands.page_name(Seen(moment))


def _tile(seen: Seen, tile: Tile, room: Room) -> TileScreen:
    if not seen.has_news and tile.kind not in FIXED:
        return _unknown(seen, tile)
    match tile.kind:
        case "waiting_now":
            return numerals.waiting_now(seen, tile)
        case "longest_wait":
            return numerals.longest_wait(seen, tile)
        case "service_level":
            return numerals.service_level(seen, tile)
        case "callbacks":
            return numerals.callbacks(seen, tile)
        case "sums":
            return numerals.sums_tile(seen, tile)
        case "counts":
            return people.counts_tile(seen, tile)
        case "trend":
            return history.trend_tile(seen, tile)
        case _:
            return _list(seen, tile, room)


def _list(seen: Seen, tile: Tile, room: Room) -> TileScreen:
    match tile.kind:
        case "queues":
            return queue_table.queues_tile(seen, tile, room)
        case "callers":
            return callers.callers_tile(seen, tile, room)
        case "agents":
            return people.agents_tile(seen, tile, room)
        case "lines":
            return inbound.lines_tile(seen, tile, room)
        case "campaigns":
            return campaigns.campaigns_tile(seen, tile, room)
        case "comparison":
            return history.comparison_tile(seen, tile, room)
        case _:
            return _fixed(seen, tile)


def _fixed(seen: Seen, tile: Tile) -> TileScreen:
    language, title = seen.language, tile.title
    match tile.kind:
        case "clock":
            at = seen.heard_at if seen.sight == "past" else seen.moment.now
            return ClockTile(language.day(at, seen.zone), seen.clock(at))
        case "text":
            return TextTile(title, tile.text or language.text("No text yet"), is_notice=not tile.text)
        case "picture":
            if not tile.file:
                return TextTile(title, language.text("No picture chosen"), is_notice=True)
            return PictureTile(title, tile.file, language.text("The picture {file} can't be shown", file=tile.file))
        case _:
            notice = language.text("Nothing to show yet")
            return TextTile(title or kind_title(tile.kind, language), notice, is_notice=True)


def _unknown(seen: Seen, tile: Tile) -> TileScreen:
    """Before anything has come: no figure at all rather than a nought."""
    if tile.kind in ("waiting_now", "longest_wait", "service_level", "callbacks"):
        return numerals.unknown(seen, tile)
    title = tile.title or kind_title(tile.kind, seen.language)
    return TextTile(title, seen.language.text("Figures are being fetched"), is_notice=True)
