"""What can go wrong, in words that people understand; every error that leaves a room is one of these.

::

    SuiteError               the message is one line for people        exit 1
    ├── UsageError           the user's mistake: say it, do nothing    exit 2
    │   ├── BadSettings      a settings file or key that is wrong
    │   ├── BadSecret        a password that is missing or not kept safe
    │   └── BadInput         a file or message that is not what it should be
    ├── Unavailable          a neighbour is not there; later it may be
    │   └── TimedOut         it is there but did not answer in time
    └── Refused              a neighbour said no; asking again will not help

Raise with the whole sentence, naming the file, key or neighbour concerned. Programming errors are not here:
those stay what Python raises and end in a traceback, because somebody has to mend the program.
"""


class SuiteError(Exception):
    """The root: a failure whose message is one line that may be shown to people as it is."""

    exit_code = 1


class UsageError(SuiteError):
    """The user's mistake: nothing was done, and the message says what to change."""

    exit_code = 2


class BadSettings(UsageError):
    """A settings file that can't be read or a key that can't be right; names the file and the key."""


class BadSecret(UsageError):
    """A password or key that is missing, empty, or readable by others; never contains it."""


class BadInput(UsageError):
    """A file or message that is not what it should be; names the place."""


class Unavailable(SuiteError):
    """A neighbour (PBX, database, disk) is not there now; the same request may succeed later."""


class TimedOut(Unavailable):
    """The neighbour did not answer in time; what was asked may have happened all the same."""


class Refused(SuiteError):
    """A neighbour answered no (a login, a right, a newer schema); asking again will not help."""


def one_line(error: BaseException) -> str:
    """Say an error as one line: its message with line breaks taken out, or its kind where it has none."""
    return " ".join(str(error).split()) or type(error).__name__
