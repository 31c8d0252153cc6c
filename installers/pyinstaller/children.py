"""Runs first in a frozen program: what that starts gets the system's libraries, not those in the program's folder.

On Linux the frozen start puts that folder before the system's for the process and so for its children: a browser, a
customer system's program, a player of sounds. The process itself has read it already and goes on with its own.
"""

import os

before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = before
