"""The README's two commands: ``python3 installers/bootstrap.py demo`` and ``… test``.

Nothing but Python is needed beforehand. The script makes ``.venv`` in the checkout, installs the locked
requirements (hashes checked) and the project itself into it, remembers what it did, and hands over to the
verb with everything that came after it. The second time it only compares one digest, so it costs well under a
second.

Only the standard library is used, and the file parses on Python 3.8, so that too old a Python gets one clear
line. Not here: what the verbs do (that is the programs' and pytest's), and packages for Debian or Windows.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "bootstrap.json")
LOG = os.path.join(VENV, "bootstrap.log")
WINDOWS = os.name == "nt"
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if WINDOWS else os.path.join(VENV, "bin", "python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Tests wait more than they compute: one more at a time than there are cores; more than four would only be in the way.
WORKERS = str(min(4, (os.cpu_count() or 1) + 1))

# verb: (which lock file it needs, what it runs inside the virtual environment)
VERBS = {
    "demo": ("desktop", ["-m", "collector_daemon", "demo"]),  # "runtime" where nothing can be shown: see lock_of
    "daemon": ("runtime", ["-m", "collector_daemon"]),
    "wallboard": ("desktop", ["-m", "wallboard"]),
    "panel": ("desktop", ["-m", "operator_panel"]),
    "console": ("desktop", ["-m", "supervisor_console"]),
    "test": ("test", ["-m", "pytest", "-n", WORKERS, "--dist", "loadgroup"]),
    "python": ("test", []),
}
CONTAINED = {"runtime": 0, "desktop": 1, "test": 2}  # each set holds those with a smaller number

# What Qt loads on Linux even without a screen, by the Debian package that brings it.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# What it loads beyond for real windows, on an X server or Xvfb.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

USAGE = """usage: python3 installers/bootstrap.py VERB [ARGUMENTS …]

  demo [--headless]   a simulated call centre, the daemon, and what shows it; no configuration, no root
  test [PYTEST …]     everything that this machine can run; one closing line says what it could not, and why
  wallboard ARGUMENTS the call centre's state on a large screen (wallboard --help lists them)
  panel ARGUMENTS     one operator's calls, queues and pauses (panel --help lists them)
  console ARGUMENTS   what goes on, and all calls that were, for supervisors (console --help lists them)
  daemon ARGUMENTS    collector-daemon with these arguments (daemon --help lists them)
  python ARGUMENTS    the virtual environment's Python, with everything the tests need

The first time, a virtual environment is made in .venv and the locked requirements are installed into it."""


class Stopped(Exception):
    """The user has to do something first; the message is the one line that says what."""


def main(arguments: list[str]) -> int:
    """Prepare what the verb needs, then run it; its exit code is ours."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if arguments else 2
    verb, rest = arguments[0], arguments[1:]
    if verb not in VERBS:
        sys.stderr.write("bootstrap: unknown verb {!r}; there are {}\n".format(verb, ", ".join(VERBS)))
        return 2
    command = VERBS[verb][1]
    try:
        prepare(lock_of(verb, rest))
    except Stopped as stopped:
        sys.stderr.write(f"bootstrap: {stopped}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nbootstrap: interrupted; the next run goes on from here\n")
        return 130
    if verb == "test":
        os.chdir(ROOT)  # pytest finds the tests from there; the other verbs take paths from where the user is
    return hand_over([PYTHON, *command, *rest])


def lock_of(verb: str, rest: list[str]) -> str:
    """Name the lock file that a verb needs; a demo without a display needs nothing of Qt."""
    if verb == "demo" and ("--headless" in rest or not has_display()):
        return "runtime"
    return VERBS[verb][0]


def has_display() -> bool:
    """Tell whether a window could be seen: always on Windows, else where an X or Wayland server is named."""
    return WINDOWS or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def prepare(lock: str) -> None:
    """Bring ``.venv`` to what the lock file says, unless its stamp says that it is there already."""
    check_python()
    digest = digest_of(lock)
    stamp = read_stamp()
    if stamp.get(lock) == digest and os.path.exists(PYTHON):
        return
    progress = Progress()
    make_environment(progress)
    if lock != "runtime":
        provide_packages(lock, progress)
    install(lock, progress)
    contained = {name: digest_of(name) for name in CONTAINED if CONTAINED[name] <= CONTAINED[lock]}
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump(contained, file, indent=1)
    progress.done("ready")


def check_python() -> None:
    """Refuse a Python that the locked requirements were not made for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    known = [(3, minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [name for name in ("python{}.{}".format(*version) for version in known) if shutil.which(name)]
    advice = f"run this script with {found[0]}" if found else "install one of them"
    raise Stopped("this is Python {}.{}; the suite needs 3.11, 3.12 or 3.13: {}".format(*sys.version_info[:2], advice))


def digest_of(lock: str) -> str:
    """Name the state that an installed ``lock`` belongs to: its text, the project's, Python, the place."""
    digest = hashlib.sha256(repr((sys.version_info[:2], sys.platform, ROOT)).encode())
    for path in (lock_file(lock), os.path.join(ROOT, "pyproject.toml")):
        with open(path, "rb") as file:
            digest.update(file.read().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def lock_file(lock: str) -> str:
    """Find the lock file of a set: runtime, desktop or test."""
    return os.path.join(ROOT, "installers", "requirements", lock + ".txt")


def read_stamp() -> dict[str, str]:
    """Read which sets are installed and in which state; empty where nothing (readable) is."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


class Progress:
    """One line that says what is going on: rewritten in a terminal, one line a stage in a log."""

    def __init__(self) -> None:
        self.started = time.monotonic()  # noqa: TID251 - bootstrap knows nothing of the project
        self.is_terminal = sys.stderr.isatty()

    def seconds(self) -> float:
        """Tell the seconds since the start."""
        return time.monotonic() - self.started  # noqa: TID251

    def stage(self, text: str) -> None:
        """Begin something worth a line in a log too."""
        if self.is_terminal:
            self.step(text)
        else:
            sys.stderr.write(f"bootstrap: {text}\n")
            sys.stderr.flush()

    def step(self, text: str) -> None:
        """Show something small, in a terminal only."""
        if self.is_terminal:
            width = max(shutil.get_terminal_size().columns - 1, 20)
            sys.stderr.write("\r" + f"[{self.seconds():3.0f} s] {text}"[:width].ljust(width))
            sys.stderr.flush()

    def done(self, text: str) -> None:
        """Say the last word and how long it took."""
        self.step("")
        sys.stderr.write("{}bootstrap: {} in {:.0f} s\n".format("\r" * self.is_terminal, text, self.seconds()))
        sys.stderr.flush()


def make_environment(progress: Progress) -> None:
    """Make ``.venv`` with pip in it, or keep one that works with this Python version."""
    probe = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    if os.path.exists(PYTHON):
        answer = subprocess.run([PYTHON, "-c", probe], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if answer.returncode == 0 and answer.stdout.decode().strip() == "{}.{}".format(*sys.version_info[:2]):
            return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        progress.stage("this Python has no venv module: installing it")
        apt_install(["python{}.{}-venv".format(*sys.version_info[:2])], "Python's venv module")
    progress.stage("making a virtual environment in .venv")
    run_logged([sys.executable, "-m", "venv", "--clear", VENV], "cannot make a virtual environment", progress)


def provide_packages(lock: str, progress: Progress) -> None:
    """On Linux, see to what Qt needs of the system; without it only windows and their tests are missing.

    The browser is asked for apart: a system that has no such package shall not lack the others too.
    """
    wanted = (("Qt", "Qt's", missing_packages(lock)), ("the tests of web pages", "their", missing_browser(lock)))
    for what, whose, missing in wanted:
        if not missing:
            continue
        progress.stage("system packages missing for {}: {}".format(what, ", ".join(missing)))
        try:
            apt_install(missing, f"{whose} system packages")
        except Stopped as stopped:
            progress.done(f"going on without them: {stopped}")


def missing_packages(lock: str) -> list[str]:
    """List the Debian packages that windows lack, for tests also the X server without a screen, and hands for it."""
    missing = missing_libraries({**QT_LIBRARIES, **WINDOW_LIBRARIES})
    if lock == "test" and sys.platform.startswith("linux"):
        missing += [program.lower() for program in ("Xvfb", "xdotool") if not shutil.which(program)]
    return missing


def missing_browser(lock: str) -> list[str]:
    """Name the Debian package of a browser, where the tests have none."""
    if lock != "test" or not sys.platform.startswith("linux"):
        return []
    browsers = ("chromium", "chromium-browser", "google-chrome")
    return [] if any(shutil.which(browser) for browser in browsers) else ["chromium"]


def missing_libraries(libraries: dict[str, str] = QT_LIBRARIES) -> list[str]:
    """List the Debian packages of those libraries that the loader does not find; nothing but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package in sorted(libraries.items()):
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def apt_install(packages: list[str], what: str) -> None:
    """Install Debian packages as root or by a sudo that asks no password; else say the one line to run."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if sys.platform == "win32" or not shutil.which("apt-get"):
        raise Stopped("{} missing ({} in Debian's names)".format(what, " ".join(packages)))
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not (shutil.which("sudo") and is_quiet_success([*prefix, "true"])):
        raise Stopped(f"{what} missing; run: sudo {line}")
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    # A fresh container has no package lists, so a first failure is tried again after an update.
    for attempt in ([], ["apt-get", "update"]):
        if attempt:
            is_quiet_success([*environment, *attempt])
        if is_quiet_success([*environment, *line.split()]):
            return
    raise Stopped(
        "{} missing and apt-get could not install it; run: {}{}".format(what, "sudo " if prefix else "", line)
    )


def is_quiet_success(command: list[str]) -> bool:
    """Run a command without input and output; True where it succeeded."""
    nothing = subprocess.DEVNULL
    return subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, check=False).returncode == 0


def install(lock: str, progress: Progress) -> None:
    """Install the lock file with its hashes, then the project itself in place; nothing that is not locked."""
    pip = [
        PYTHON,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--progress-bar",
        "off",
    ]
    progress.stage(f"installing the locked requirements ({lock})")
    run_logged(
        [*pip, "--no-deps", "--require-hashes", "-r", lock_file(lock)],
        "cannot install the requirements",
        progress,
    )
    progress.stage("installing the project itself")
    run_logged(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT],
        "cannot install the project",
        progress,
    )


def run_logged(command: list[str], failure: str, progress: Progress) -> None:
    """Run a step, its output as progress and into the log; on failure say the last thing it said."""
    last: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            text = raw.decode(errors="replace").strip()
            if text.startswith(("Collecting", "Downloading", "Processing", "Installing", "Building", "Setting")):
                progress.step(text.split(" (from ")[0])
            last = [*last[-200:], text]
    if process.returncode == 0:
        return
    os.makedirs(VENV, exist_ok=True)
    with open(LOG, "w", encoding="utf-8") as file:
        file.write("\n".join(last))
    errors = [text for text in last if text.lower().startswith("error")] or last[-1:] or ["no output"]
    raise Stopped(f"{failure}: {errors[0]} (all of it: {LOG})")


def hand_over(command: list[str]) -> int:
    """Become the command where the system can do that, so that signals go to it; else wait for it."""
    sys.stderr.flush()
    if not WINDOWS:
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
