"""Making a cluster (Postgres' word for a server's data) and writing its settings."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from shared import credentials
from shared.credentials import Secret
from shared.database.bundled.place import Place
from shared.database.bundled.programs import run
from shared.errors import Refused

ADMINISTRATOR = "callcentre"
"""The role that initdb makes, and whose password we keep: the daemon's own."""

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_buffers": "16MB",
    "wal_compression": "on",
    "min_wal_size": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "password_encryption": "scram-sha-256",
    # A week of logs, one file a weekday, and never a statement of ours in them.
    "logging_collector": "on",
    "log_directory": "../log",
    "log_filename": "postgres-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
}
"""Sensible for a small site on a machine that does other things too. Commits are durable (fsync stays on)."""

HBA = """# Written at every start. Nobody comes in without a password, not even from this machine.
host all all 127.0.0.1/32 scram-sha-256
"""


def data_folder(place: Place) -> Path:
    """Postgres' own data directory."""
    return place.folder / "cluster"


def password(place: Place) -> Secret:
    """The administrator's password.

    Raises Refused where a cluster has lost it, BadSecret where others can read it.
    """
    file = place.folder / "password"
    if not file.exists():
        if data_folder(place).exists():
            raise Refused(f"{file} is missing: without it nobody gets into the database beside it")
        credentials.keep_secret(file, credentials.new_secret())
    return credentials.read_secret(file)


def set_aside(place: Place) -> Path:
    """Put data that are nobody's any more out of the way, in the place of older such data; where they are now."""
    aside = place.folder / "cluster.abandoned"
    shutil.rmtree(aside, ignore_errors=True)
    return data_folder(place).rename(aside)


def make(place: Place) -> None:
    """Make the cluster unless it is there.

    Half of one (we were killed) is thrown away. Raises Refused, OSError.
    """
    secret = password(place)
    (place.folder / "log").mkdir(exist_ok=True, mode=0o700)
    place.give(place.folder / "log")
    if data_folder(place).exists():
        _check_owner(place)
        return
    unfinished = place.folder / "cluster.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    place.give(unfinished)
    _run_initdb(place, unfinished, secret)
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as stream:
        stream.write("\ninclude = 'callcentre.conf'  # written by the suite at every start\n")
    unfinished.rename(data_folder(place))


def _run_initdb(place: Place, folder: Path, secret: Secret) -> None:
    pwfile = place.folder / "initdb.password"  # initdb reads it as the server's user, who may not read ours
    pwfile.unlink(missing_ok=True)
    credentials.keep_secret(pwfile, secret)
    place.give(pwfile)
    try:
        ran = run(
            place, "initdb", "-D", str(folder), "-U", ADMINISTRATOR, "-A", "scram-sha-256",
            "--pwfile", str(pwfile), "--no-instructions", "--data-checksums",
            "--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin",
            "--builtin-locale", "C.UTF-8",
        )  # fmt: skip
    finally:
        pwfile.unlink()
    if ran.code:
        reason = ran.said.splitlines()[-1] if ran.said else ran.code
        raise Refused(f"initdb failed in {place.folder}: {reason}")


def _check_owner(place: Place) -> None:
    """Postgres demands that the cluster belongs to who runs it. Raises Refused with the way out."""
    if sys.platform == "win32":
        return
    expected = place.owner.user_id if place.owner else os.geteuid()
    found = data_folder(place).stat().st_uid
    if found != expected:
        raise Refused(
            f"{data_folder(place)} belongs to user {found}, but the server would run as user {expected}: "
            f"start as the same user as the first time (or root), or change the folder's owner"
        )


def write_settings(place: Place, port: int, changed: Mapping[str, str]) -> None:
    """Write the server's settings, ``changed`` over ``SETTINGS``, and who may come in."""
    settings = {**SETTINGS, "port": str(port), **changed}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
    for name, text in (("callcentre.conf", "".join(lines)), ("pg_hba.conf", HBA)):
        path = data_folder(place) / name
        new = path.with_suffix(".new")
        new.write_text(text, encoding="utf-8")
        new.chmod(0o600)
        place.give(new)
        new.replace(path)
