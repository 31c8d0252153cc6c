"""Where passwords come from: the environment, a systemd credential, or a file that only its owner can read.

Never from the command line (others see it) and never from the settings file (people mail it around). Whatever
is read here is also given to ``shared.logs.hide``. Not here: people's own passwords, which Postgres checks.
"""

import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from shared import logs
from shared.errors import BadSecret

PREFIX = "CALLCENTRE_"
LONGEST = 65_536  # bytes; whatever is larger is a wrong file and not a password


class Secret:
    """A text that does not show itself in a repr, a log or a traceback. ``reveal`` is easy to search for."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep the text and have it masked in logs."""
        self._text = text
        logs.hide(text)

    def reveal(self) -> str:
        """Give the text itself, at the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)


def find_secret(name: str, file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Secret:
    """Find the secret ``name`` (like ``ami_password``) in the first place that has it.

    Places: the variable ``CALLCENTRE_AMI_PASSWORD``; ``ami_password`` in systemd's ``CREDENTIALS_DIRECTORY``
    (LoadCredential=); ``file``. Raises BadSecret with one line that says what is wrong or what could be set.
    """
    variable = PREFIX + name.upper().replace("-", "_")
    if variable in environment:
        return _checked(environment[variable], f"the environment variable {variable}")
    folder = environment.get("CREDENTIALS_DIRECTORY")
    if folder and (credential := Path(folder) / name).exists():
        return _checked(_read(credential, must_be_private=False), f"the systemd credential {name}")
    if file is not None:
        return _checked(_read(file, must_be_private=True), str(file))
    raise BadSecret(f"no {name}: set {variable}, a systemd credential {name}, or name a file that holds it")


def read_secret(file: Path) -> Secret:
    """Read a secret from a file that only its owner can read; BadSecret otherwise."""
    return _checked(_read(file, must_be_private=True), str(file))


def new_secret() -> Secret:
    """Make a random secret of 192 bits, in letters that need no quoting anywhere."""
    return Secret(secrets.token_urlsafe(24))


def keep_secret(file: Path, secret: Secret) -> None:
    """Write a secret into a new file of mode 0600; FileExistsError where there is one already."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(secret.reveal() + "\n")


def _read(file: Path, *, must_be_private: bool) -> str:
    """Read the file after looking at the very file that was opened, so that nobody can swap it in between."""
    try:
        with file.open("rb") as stream:
            if must_be_private and os.name == "posix":
                _check_private(file, os.fstat(stream.fileno()))
            content = stream.read(LONGEST + 1)
        return content.decode() if len(content) <= LONGEST else _too_long(file)
    except UnicodeDecodeError as error:
        raise BadSecret(f"{file} is not UTF-8 text") from error
    except OSError as error:
        raise BadSecret(f"cannot read the secret {file}: {error.strerror}") from error


def _too_long(file: Path) -> str:
    raise BadSecret(f"{file} is longer than {LONGEST} bytes: that is no password file")


def _check_private(file: Path, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if mode & 0o077:
        raise BadSecret(f"{file} can be read by others (mode {mode:04o}); run: chmod 600 {file}")


def _checked(text: str, place: str) -> Secret:
    """Take the line's end off; an empty secret or several lines are a mistake (CR LF would forge AMI)."""
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise BadSecret(f"{place} is empty")
    if any(letter in text for letter in "\r\n\0"):
        raise BadSecret(f"{place} holds more than one line")
    return Secret(text)
