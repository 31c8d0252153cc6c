"""``replay CAPTURE``: run a capture through the same analysis as live, at full speed, by the capture's own clock."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import msgspec

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.asterisk.translate import translate
from collector_daemon.commands.capture_file import stretches
from collector_daemon.commands.opening import add_config, read_settings, run_async
from collector_daemon.settings import PbxSettings, Settings
from shared.domain.call_record import record
from shared.domain.calls import Call

NAME = "replay"
HELP = "run a capture through the analysis; print or store what it finds"

def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("capture", type=Path, metavar="CAPTURE", help="JSON Lines file, plain, .gz or .zst")
    parser.add_argument("--pbx", metavar="NAME", help="PBX that it was recorded from (default: main)")
    parser.add_argument("--print", choices=("calls", "events", "board"), help="write JSON Lines on stdout")
    parser.add_argument("--store", action="store_true", help="write to the database; twice changes nothing")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Exit 0; 2 with one line for a file that is missing or damaged."""
    config = read_settings(options.config)
    pbx = _pbx(config, options.pbx)
    if options.store:
        # Here and not above: SQLAlchemy takes a second to import, and printing needs none of it.
        from collector_daemon.commands.replay_storing import store

        return run_async(store(options.capture, config, pbx))
    match options.print:
        case "events":
            _print_events(options.capture)
        case "board":
            _print_board(options.capture, config, pbx)
        case _:
            _print_calls(options.capture, config, pbx)
    return 0


def _pbx(config: Settings, name: str | None) -> PbxSettings:
    """The PBX as configured, or one of that name with nothing set."""
    found = [pbx for pbx in config.pbx if pbx.name == (name or pbx.name)]
    return found[0] if found else settings.parse(f'[[pbx]]\nname = "{name or "main"}"\nuser = "replay"').pbx[0]


def calls_of(path: Path, config: Settings, pbx: PbxSettings) -> list[Call]:
    """All calls of a capture, by when they ended; those still open last."""
    analysis = Analysis(centre_for(pbx, config.centre))
    told: dict[str, Call] = {}
    for stretch in stretches(path):
        for call in analysis.take(stretch).calls:
            for absorbed in call.absorbed:
                told.pop(absorbed, None)
            told[call.call_id] = call
    ended = sorted((call for call in told.values() if call.ended_at), key=lambda call: str(call.ended_at))
    return ended + analysis.centre.open_calls()


def _print_calls(path: Path, config: Settings, pbx: PbxSettings) -> None:
    for call in calls_of(path, config, pbx):
        sys.stdout.write(json.dumps(record(call)) + "\n")


def _print_events(path: Path) -> None:
    for stretch in stretches(path):
        for _seq, entry in stretch:
            event = translate(entry)
            if event is not None:
                told = {"event": type(event).__name__} | msgspec.to_builtins(event)
                sys.stdout.write(json.dumps(told) + "\n")


def _print_board(path: Path, config: Settings, pbx: PbxSettings) -> None:
    analysis = Analysis(centre_for(pbx, config.centre))
    for stretch in stretches(path):
        analysis.take(stretch)
    for row in analysis.centre.board(analysis.now):
        told = {"row": type(row).__name__} | msgspec.to_builtins(row)
        sys.stdout.write(json.dumps(told) + "\n")
