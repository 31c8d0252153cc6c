"""The packages for Fedora and its kin, by ``rpmbuild`` from the tree that Debian's packages are made of.

rpmbuild, and not a packer of its own kind: it is the format's own tool and Debian has it. What is needed of the system
is said by the names of libraries, as distributions call their packages differently. They are built here, their
contents are compared in tests; installing them needs a machine of that kind.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from installers.packing import debian, tools
from installers.packing.context import Build
from installers.packing.run import run

ARCHITECTURES = {"amd64": "x86_64", "arm64": "aarch64"}
"""Debian's name of an architecture → rpm's."""
_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]")
_SCRIPTS = """
%post
systemd-sysusers callcentre-collector.conf
install -d -m 700 -o callcentre -g callcentre /var/lib/callcentre
systemctl daemon-reload >/dev/null 2>&1 || :
[ $1 -gt 1 ] && systemctl try-restart callcentre-collector.service >/dev/null 2>&1 || :

%preun
[ $1 -eq 0 ] && systemctl disable --now callcentre-collector.service >/dev/null 2>&1 || :

%postun
systemctl daemon-reload >/dev/null 2>&1 || :
"""


def build(build: Build) -> list[Path]:
    """Make both packages. Raises Stopped."""
    tools.need({"rpmbuild": "rpm", **debian.TOOLS}, "packing for rpm")
    return [_packed(build, debian.lay_out(build, name)) for name in ("callcentre-desktop", "callcentre-collector")]


def _packed(build: Build, package: debian.Package) -> Path:
    shutil.rmtree(package.root / "usr/share/lintian", ignore_errors=True)
    folder = build.work / "rpm" / package.name
    folder.mkdir(parents=True, exist_ok=True)
    log = build.work / f"logs/rpm-{package.name}.log"
    architecture = run(["dpkg", "--print-architecture"], "asking dpkg", log).strip()
    said = {
        "NAME": package.name, "VERSION": build.version, "ARCHITECTURE": ARCHITECTURES.get(architecture, architecture),
        "REQUIRES": "".join(f"Requires: {name}()(64bit)\n" for name in needed(build, package)),
        "RECOMMENDS": "Recommends: postgresql-server" if "collector" in package.name else "",
        **_words(build, package), "FILES": _files(package), "TREE": str(package.root),
    }  # fmt: skip
    spec = (build.source / "installers/linux/callcentre.spec").read_text("utf-8")
    spec = re.sub(r"@([A-Z]+)@", lambda found: said[found[1]], spec)
    file = folder / f"{package.name}.spec"
    file.write_text(spec + (_SCRIPTS if "collector" in package.name else ""), "utf-8")
    command = ["rpmbuild", "-bb", "--quiet", f"--define=_topdir {folder}", f"--define=_rpmdir {folder}/made",
               str(file)]  # fmt: skip
    run(command, f"packing {package.name} for rpm", log, environment=build.environment)
    [made] = folder.glob("made/**/*.rpm")
    return Path(shutil.copy(made, build.out / made.name))


def needed(build: Build, package: debian.Package) -> list[str]:
    """The libraries that the packed programs load and that are not packed: the system's. Raises Stopped."""
    programs = debian.programs_in(package)
    listed = run(["readelf", "-d", *programs], "reading libraries", build.work / "logs/readelf.log")
    here = {path.name for path in package.library.rglob("*.so*")}
    return sorted(set(_NEEDED.findall(listed)) - here)


def _words(build: Build, package: debian.Package) -> dict[str, str]:
    """Debian's words for the package, as rpm wants them."""
    kind = package.name.removeprefix("callcentre-")
    control = (build.source / f"installers/linux/{kind}/control").read_text("utf-8")
    summary, _, text = control.partition("Description: ")[2].partition("\n")
    lines = [line[1:].rstrip() for line in text.splitlines()]
    return {"SUMMARY": summary, "DESCRIPTION": "\n".join("" if line == "." else line for line in lines)}


def _files(package: debian.Package) -> str:
    """Every file, and the folders that are ours alone."""
    lines = [f"/{package.library.relative_to(package.root)}"]
    for path in sorted(package.root.rglob("*")):
        if package.library in (path, *path.parents) or (path.is_dir() and not path.is_symlink()):
            continue
        place = f"/{path.relative_to(package.root)}"
        lines.append(f"%config(noreplace) {place}" if place.startswith("/etc/") else place)
    return "\n".join(lines)
