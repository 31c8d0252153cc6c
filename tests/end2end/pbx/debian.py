"""Fetch Asterisk with all its libraries from Debian into a private folder; nothing is installed.

apt runs with a root of its own (state, cache, sources), downloads the closure of `asterisk`, and the
packages are unpacked side by side. No root, no chroot, no maintainer scripts: what those would have done
(the link to the English sounds) is done here. About 160 MB and ten seconds for one release.
"""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from .releases import Release

CACHE_VARIABLE = "END2END_PBX_CACHE"
MIRROR_VARIABLE = "END2END_PBX_MIRROR"
DEFAULT_MIRROR = "http://deb.debian.org/debian"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
MARK = "unpacked"  # file in a root that says which packages were asked for
# Only maintainer scripts and plugins want these; they are a third of the download's files.
UNWANTED = ("perl-", "libperl", "gnupg", "gpg", "dirmngr", "pinentry", "pci.ids")
LEFT_OUT = (
    "./usr/share/doc/*",
    "./usr/share/man/*",
    "./usr/share/locale/*",
    "./usr/share/zoneinfo/*",
    "*/gconv/*",
)


class PbxUnavailable(Exception):
    """This machine cannot have that Asterisk; the text says why in one line."""


def cache_folder() -> Path:
    """Where unpacked releases live: $END2END_PBX_CACHE or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("call-centre-tests")) / "asterisk"


def why_not() -> str | None:
    """Why no Asterisk can be fetched on this machine, or None if it may be tried."""
    if platform.system() != "Linux":
        return f"Debian's Asterisk runs on Linux only, this is {platform.system()}"
    missing = [tool for tool in ("apt-get", "dpkg", "dpkg-deb", "tar") if shutil.which(tool) is None]
    if missing:
        return f"no {', '.join(missing)} here (Debian or Ubuntu needed)"
    return None if KEYRING.exists() else f"{KEYRING} is missing (package debian-archive-keyring)"


def install(release: Release) -> Path:
    """The folder of the unpacked release, fetched if it is not there yet. Raises PbxUnavailable."""
    root = cache_folder() / release.number
    if _has(root, release):
        return root
    reason = why_not()
    if reason:
        raise PbxUnavailable(reason)
    with _alone(root):
        if not _has(root, release):
            _fetch_any(release, root)
    return root


def _has(root: Path, release: Release) -> bool:
    mark = root / MARK
    return mark.exists() and mark.read_text() == " ".join(release.packages)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two test runs on one machine must not unpack into the same folder at once."""
    import fcntl  # Windows has none, and must be able to say why it has no Asterisk

    root.parent.mkdir(parents=True, exist_ok=True)
    with root.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch_any(release: Release, root: Path) -> None:
    """The first of the release's suites that can be fetched; the first one's error if none can."""
    errors: list[str] = []
    for suite in release.suites:
        try:
            _fetch(release, suite, root)
            return
        except subprocess.CalledProcessError as error:
            errors.append(f"{suite}: {_last_line(error)}")
    raise PbxUnavailable(f"Debian's Asterisk {release} cannot be downloaded: {'; '.join(errors)}")


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = [line for line in (error.stderr or "").splitlines() if line.strip()]
    return lines[-1] if lines else f"{error.cmd[0]} ended with {error.returncode}"


def _fetch(release: Release, suite: str, root: Path) -> None:
    """Download the closure of one suite and unpack it; the folder appears whole or not at all."""
    apt, growing = root.with_suffix(".apt"), root.with_suffix(".growing")
    for folder in (apt, growing):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        environment = {**os.environ, "APT_CONFIG": str(_apt_settings(apt, suite)), "LC_ALL": "C.UTF-8"}
        _run(["apt-get", "-qq", "update"], environment)
        _run(["apt-get", "-y", "-qq", "--download-only", "install", *release.packages], environment)
        _unpack(sorted((apt / "cache/archives").glob("*.deb")), growing)
        (growing / MARK).write_text(" ".join(release.packages))
        shutil.rmtree(root, ignore_errors=True)
        growing.rename(root)
    finally:
        shutil.rmtree(apt, ignore_errors=True)
        shutil.rmtree(growing, ignore_errors=True)


def _run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=600)
    return done.stdout


def _apt_settings(apt: Path, suite: str) -> Path:
    """An apt that knows one source and believes that nothing is installed."""
    for folder in (
        "state/lists/partial",
        "cache/archives/partial",
        "etc/apt.conf.d",
        "etc/preferences.d",
        "etc/trusted.gpg.d",
        "etc/sources.list.d",
    ):
        (apt / folder).mkdir(parents=True)
    (apt / "state/status").touch()
    (apt / "etc/sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n")
    architecture = _run(["dpkg", "--print-architecture"]).strip()
    settings = apt / "apt.conf"
    settings.write_text(f"""Dir "/"; Dir::State "{apt}/state"; Dir::State::status "{apt}/state/status";
Dir::State::lists "{apt}/state/lists"; Dir::Cache "{apt}/cache"; Dir::Etc "{apt}/etc";
Dir::Etc::sourcelist "{apt}/etc/sources.list"; Dir::Etc::sourceparts "{apt}/etc/sources.list.d";
Dir::Etc::parts "{apt}/etc/apt.conf.d"; Dir::Etc::preferencesparts "{apt}/etc/preferences.d";
Dir::Etc::preferences "{apt}/etc/preferences"; Dir::Etc::trustedparts "{apt}/etc/trusted.gpg.d";
APT::Architecture "{architecture}"; APT::Architectures {{ "{architecture}"; }};
APT::Install-Recommends "false"; APT::Install-Suggests "false"; APT::Sandbox::User "root";
Acquire::Languages "none"; Acquire::Retries "3"; Acquire::Check-Valid-Until "false"; Debug::NoLocking "true";
""")
    return settings


def mirror() -> str:
    """$END2END_PBX_MIRROR, else the Debian mirror this machine uses itself, else Debian's own."""
    chosen = os.environ.get(MIRROR_VARIABLE)
    if chosen:
        return chosen
    for file in [Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")]:
        text = file.read_text(errors="replace") if file.exists() else ""
        found = re.search(r"^(?:URIs:|deb(?: \[[^]]*\])?)\s+(\S+/debian/?)(?:\s|$)", text, re.MULTILINE)
        if found:
            return found.group(1)
    return DEFAULT_MIRROR


def _unpack(packages: list[Path], root: Path) -> None:
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir(parents=True)
        (root / name).symlink_to(f"usr/{name}")  # bullseye's packages still bring a /lib of their own
    for package in packages:
        if not package.name.startswith(UNWANTED):
            _unpack_one(package, root)
    voice = root / "usr/share/asterisk/sounds/en"
    if not voice.is_symlink() and not voice.exists():
        voice.symlink_to("en_US_f_Allison")  # Debian's postinst does this by update-alternatives


def _unpack_one(package: Path, root: Path) -> None:
    excludes = [f"--exclude={pattern}" for pattern in LEFT_OUT]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as reader:
        subprocess.run(
            ["tar", "--keep-directory-symlink", "--no-same-owner", "-C", str(root), "-xf", "-", *excludes],
            stdin=reader.stdout,
            check=True,
            capture_output=True,
            text=True,
        )
    if reader.returncode:
        raise subprocess.CalledProcessError(reader.returncode, ["dpkg-deb", package.name])


def launcher(root: Path) -> list[str]:
    """The command that runs the unpacked Asterisk: its own loader, its own libraries."""
    libraries = next(root.glob("usr/lib/*-linux-gnu"))
    # The real file: /lib64/ld-linux-*.so is an absolute link on bullseye and would leave the root.
    loaders = sorted(libraries.glob("ld-2*.so")) or sorted(libraries.glob("ld-linux-*.so*"))
    path = f"{libraries}:{root}/usr/lib"
    return [str(loaders[0]), "--library-path", path, str(root / "usr/sbin/asterisk")]


def modules_folder(root: Path) -> Path:
    """Where the release keeps its modules (differs between Debian's suites)."""
    old = root / "usr/lib/asterisk/modules"
    return old if old.is_dir() else next(root.glob("usr/lib/*-linux-gnu/asterisk/modules"))
