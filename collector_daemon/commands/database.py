"""``database upgrade|url|status|sample``: the database's schema, address, state, and how to prepare a real server."""

from __future__ import annotations

import argparse
import sys

from collector_daemon.commands.opening import add_config, read_settings

NAME = "database"
HELP = "the database: upgrade its tables, tell its address or state, print how to prepare a server"

SAMPLE = """\
-- On the Postgres server (14 or later), as its administrator. Choose a password.
CREATE ROLE callcentre LOGIN CREATEROLE PASSWORD '…';
CREATE DATABASE callcentre OWNER callcentre ENCODING 'UTF8' TEMPLATE template0;

-- In its pg_hba.conf: the daemon's machine, and the desks of those who open the console.
-- hostssl callcentre all 192.0.2.10/32 scram-sha-256

-- In the daemon's settings:
-- [database]
-- url = "postgresql://callcentre:…@db.example/callcentre?sslmode=verify-full"

-- Then: collector-daemon database upgrade
-- Accounts are roles of the server. Their groups are named after the database (callcentre_operator …), so that
-- several installations can share a server, each with a database of its own.
"""

def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    deeds = parser.add_subparsers(dest="deed", metavar="DEED", required=True)
    for name, text in (
        ("upgrade", "bring the tables up to date"),
        ("url", "tell the address, the password hidden"),
        ("status", "tell how it is"),
        ("sample", "print how a database administrator prepares a real server"),
    ):
        child = deeds.add_parser(name, help=text)
        add_config(child)
        if name == "url":
            child.add_argument("--reveal", action="store_true", help="with the password")


def run(options: argparse.Namespace) -> int:
    """Do it. Exit 1 with one line if the database cannot be reached or refuses."""
    if options.deed == "sample":
        sys.stdout.write(SAMPLE)
        return 0
    return _with_database(options)


def _with_database(options: argparse.Namespace) -> int:
    # Here and not above: SQLAlchemy takes a second to import, and --help needs none of it.
    from collector_daemon.commands.shared_database import open_database
    from shared.database import migrations
    from shared.database.connection import parse, shown
    from shared.database.description import describe

    with open_database(read_settings(options.config), checks=False) as url:
        match options.deed:
            case "upgrade":
                found = migrations.upgrade(url)
                sys.stdout.write("nothing to do\n" if found == "current" else f"upgraded; it was {found}\n")
            case "url":
                address = parse(url).set(drivername="postgresql").render_as_string(hide_password=False)
                sys.stdout.write(f"{address if options.reveal else shown(url)}\n")
            case "status":
                for name, value in describe(url):
                    sys.stdout.write(f"{name + ':':20}{value}\n")
    return 0
