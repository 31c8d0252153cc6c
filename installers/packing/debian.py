"""The packages for Debian and Ubuntu, by ``dpkg-deb``: what they depend on is computed from what is in them.

``linux/`` has the words (control, units, pages, entries); here they get their places. Times and owners inside are the
commit's and root's, so the same commit gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing import tools, ubuntu
from installers.packing.context import Build
from installers.packing.run import run

TOOLS = {"dpkg-deb": "dpkg", "dpkg-shlibdeps": "dpkg-dev", "rsvg-convert": "librsvg2-bin", "readelf": "binutils"}
PROGRAMS = {
    "operator-panel": "cz.callcentre.OperatorPanel", "wallboard": "cz.callcentre.Wallboard",
    "supervisor-console": "cz.callcentre.SupervisorConsole",
}  # fmt: skip
"""Desktop program → the name that its desktop entry and its icon have."""
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
_ELF = b"\x7fELF"


@dataclass(frozen=True)
class Package:
    """One package as it is being laid out below ``root``."""

    name: str
    frozen: Path
    """The frozen programs that are in it."""
    root: Path
    version: str

    @property
    def library(self) -> Path:
        """Where the frozen programs are."""
        return self.root / "usr/lib/callcentre" / self.name.removeprefix("callcentre-")


def build(build: Build) -> list[Path]:
    """Make ``callcentre-desktop`` and ``callcentre-collector``. Raises Stopped."""
    return [packed(build, lay_out(build, name)) for name in ("callcentre-desktop", "callcentre-collector")]


def lay_out(build: Build, name: str) -> Package:
    """Put everything of a package into its place. Raises Stopped."""
    tools.need(TOOLS, "packing for Linux")
    frozen = build.desktop if name == "callcentre-desktop" else build.collector
    package = Package(name, frozen, build.work / "debian" / name, build.version)
    shutil.rmtree(package.root, ignore_errors=True)
    shutil.copytree(frozen, package.library, symlinks=True)
    words = build.source / "installers/linux"
    if name == "callcentre-desktop":
        _desktop(build, package, words)
    else:
        _collector(build, package, words)
    _documents(build, package, words)
    _modes(package.root)
    return package


def _desktop(build: Build, package: Package, words: Path) -> None:
    share = package.root / "usr/share"
    for program, ident in PROGRAMS.items():
        _link(package, program)
        _copy(words / f"applications/{ident}.desktop", share / f"applications/{ident}.desktop")
        picture = build.source / f"installers/icons/{program}.svg"
        _copy(picture, share / f"icons/hicolor/scalable/apps/{ident}.svg")
        for size in ICON_SIZES:
            drawn = share / f"icons/hicolor/{size}x{size}/apps/{ident}.png"
            drawn.parent.mkdir(parents=True, exist_ok=True)
            command = ["rsvg-convert", f"--width={size}", f"--height={size}", f"--output={drawn}", str(picture)]
            run(command, f"drawing {drawn.name}", build.work / "logs/icons.log")
        _page(build, package, words, program)
    metainfo = "cz.callcentre.Desktop.metainfo.xml"
    _write(share / "metainfo" / metainfo, _filled(build, words / "metainfo" / metainfo))


def _collector(build: Build, package: Package, words: Path) -> None:
    root, own = package.root, words / "collector"
    _link(package, "collector-daemon")
    _page(build, package, words, "collector-daemon")
    _copy(own / "callcentre-collector.service", root / "usr/lib/systemd/system/callcentre-collector.service")
    _copy(own / "sysusers.conf", root / "usr/lib/sysusers.d/callcentre-collector.conf")
    _copy(own / "collector.toml", root / "etc/callcentre/collector.toml")
    guide = (build.source / "collector_daemon/ADMINISTRATION.md").read_text("utf-8")
    _zip(root / f"usr/share/doc/{package.name}/ADMINISTRATION.md.gz", guide)


def _documents(build: Build, package: Package, words: Path) -> None:
    documents = package.root / "usr/share/doc" / package.name
    _copy(words / "copyright", documents / "copyright")
    _zip(documents / "changelog.gz", (build.source / "CHANGELOG.md").read_text("utf-8"))
    kind = package.name.removeprefix("callcentre-")
    _copy(words / kind / "lintian-overrides", package.root / "usr/share/lintian/overrides" / package.name)


def packed(build: Build, package: Package, version: str = "") -> Path:
    """Write the control files and the ``.deb``; ``version`` where it is not the suite's. Raises Stopped."""
    words = build.source / "installers/linux" / package.name.removeprefix("callcentre-")
    control = package.root / "DEBIAN"
    shutil.rmtree(control, ignore_errors=True)
    files = sorted(path for path in package.root.rglob("*") if path.is_file() and not path.is_symlink())
    control.mkdir()
    architecture = run(["dpkg", "--print-architecture"], "asking dpkg", build.work / "logs/dpkg.log").strip()
    said = {
        "VERSION": version or package.version, "ARCHITECTURE": architecture, "DEPENDS": depends(build, package),
        "SIZE": str(sum(-(-path.stat().st_size // 1024) for path in files)),
    }  # fmt: skip
    text = (words / "control").read_text("utf-8")
    _write(control / "control", re.sub(r"@([A-Z]+)@", lambda found: said[found[1]], text))
    sums = [f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(package.root)}\n" for path in files]
    _write(control / "md5sums", "".join(sums))
    if kept := [f"/{path.relative_to(package.root)}\n" for path in files if (package.root / "etc") in path.parents]:
        _write(control / "conffiles", "".join(kept))
    for script in ("postinst", "prerm", "postrm"):
        if (words / script).exists():
            _copy(words / script, control / script)
            (control / script).chmod(0o755)
    made = build.out / f"{package.name}_{said['VERSION']}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(package.root), str(made)]
    run(command, f"packing {made.name}", build.work / "logs/dpkg-deb.log", environment=build.environment)
    return made


def depends(build: Build, package: Package) -> str:
    """The packages that the programs' libraries are in, as ``dpkg-shlibdeps`` finds them. Raises Stopped."""
    folder = build.work / "debian" / f"{package.name}-shlibdeps"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "debian").mkdir(parents=True)
    _write(folder / "debian/control", f"Source: {package.name}\n\nPackage: {package.name}\nArchitecture: any\n")
    programs = programs_in(package)
    folders = sorted({f"-l{path.parent}" for path in programs})
    command = ["dpkg-shlibdeps", "--ignore-missing-info", "-O", *folders, *(f"-e{path}" for path in programs)]
    log = build.work / f"logs/shlibdeps-{package.name}.log"
    said = run(command, f"finding what {package.name} needs", log, folder=folder)
    found = re.search(r"^shlibs:Depends=(.+)$", said, re.MULTILINE)
    if not found:
        raise Stopped(f"finding what {package.name} needs failed: dpkg-shlibdeps named nothing (all of it: {log})")
    return ubuntu.lowered(found[1], programs, build.work / "logs")


def programs_in(package: Package) -> list[Path]:
    """The programs and libraries that are packed."""
    return [path for path in sorted(package.library.rglob("*")) if _is_program(path)]


def _is_program(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _ELF


def _link(package: Package, program: str) -> None:
    place = package.root / "usr/bin" / program
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(Path("../lib/callcentre") / package.library.name / program)


def _page(build: Build, package: Package, words: Path, program: str) -> None:
    _zip(package.root / f"usr/share/man/man1/{program}.1.gz", _filled(build, words / f"man/{program}.1"))


def _filled(build: Build, file: Path) -> str:
    day = datetime.fromtimestamp(build.epoch, UTC).date().isoformat()
    return file.read_text("utf-8").replace("@VERSION@", build.version).replace("@DATE@", day)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def _zip(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _modes(root: Path) -> None:
    """Folders and programs 755, all else 644: what the builder's own umask was does not matter."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        is_open = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
        path.chmod(0o755 if is_open else 0o644)
