"""From what is known to what is shown: ``present(moment)`` gives the whole ``Screen``. Pure: no Qt, no clock, no I/O.

``moment`` says what is looked at, ``asked`` what the daemon is asked for besides; each other module makes some tiles:
``figures``, ``queues``, ``agents``, ``trend``; ``bands`` the header and ticker, ``alerts`` what alerts say.
"""

from __future__ import annotations

from pathlib import Path

from wallboard.pages import Tile
from wallboard.presenter import agents, alerts, bands, figures, queues, trend
from wallboard.presenter.moment import Moment as Moment
from wallboard.screen import ClockTile, PictureTile, Room, Screen, TextTile, TileScreen


def present(moment: Moment) -> Screen:
    """Everything that the wallboard shows at this moment."""
    seen = bands.sight(moment)
    rooms = [*moment.rooms, *[Room()] * (len(moment.page.tiles) - len(moment.rooms))]
    sounding = frozenset(row.alert for row in moment.rules if row.has_sound) if seen == "live" else frozenset()
    return Screen(
        seen, bands.header(moment, seen), bands.ticker(moment, seen),
        tuple(tile_screen(moment, tile, room) for tile, room in zip(moment.page.tiles, rooms, strict=False)),
        has_fresh_alarm=seen == "live" and alerts.has_fresh_alarm(moment), sound=sounding,
    )  # fmt: skip


def tile_screen(moment: Moment, tile: Tile, room: Room) -> TileScreen:
    """What one tile shows."""
    language = moment.language
    match tile.kind:
        case "waiting_now":
            return figures.waiting_now(moment, tile)
        case "longest_wait":
            return figures.longest_wait(moment, tile)
        case "service_level":
            return figures.service_level(moment, tile)
        case "sums":
            return figures.sums(moment, tile, room)
        case "queues":
            return queues.queues(moment, tile, room)
        case "callers":
            return queues.callers(moment, tile, room)
        case "lines":
            return queues.lines(moment, tile, room)
        case "agents":
            return agents.agents(moment, tile, room)
        case "counts":
            return agents.counts(moment, tile)
        case "trend":
            return trend.trend(moment, tile)
        case "comparison":
            return trend.comparison(moment, tile)
        case "callbacks":
            return TextTile(tile.title or language.text("Callbacks"), language.text("Nobody asked to be called"), True)
        case "campaigns":
            return TextTile(tile.title or language.text("Campaigns"), language.text("No campaign is running"), True)
        case "clock":
            clock = language.clock(moment.clock_at, moment.zone)
            return ClockTile(language.day(moment.clock_at, moment.zone), clock)
        case "text":
            return TextTile(tile.title, tile.text)
        case "picture":
            missing = "" if tile.file and Path(tile.file).is_absolute() else language.text("Choose a picture")
            return PictureTile(tile.title, tile.file, missing)
