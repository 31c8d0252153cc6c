"""The list of the packages' parts (SBOM, CycloneDX 1.6 in JSON): what is in the frozen folders, by which licence.

Not what is locked but what is there: a distribution is a part where one of its files lies in a frozen folder.
"""

from __future__ import annotations

import json
import platform
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from installers.packing.contents import COLLECTOR, DESKTOP
from installers.packing.context import Build

PRODUCT = "callcentre-suite"
_NAMESPACE = uuid.UUID("6f6f3f5e-6f0e-5d0f-9f43-4b1f2a0f7c11")
"""Ours alone: the serial number is made of it and of the commit."""


def write(build: Build, environment: Path) -> Path:
    """Write it into ``build.out``; ``environment`` is where the programs were frozen."""
    path = build.out / f"{PRODUCT}-{build.version}.cdx.json"
    path.write_text(json.dumps(bill(build, environment), indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    return path


def bill(build: Build, environment: Path) -> dict[str, Any]:
    """The whole document; the same for the same commit."""
    folders = {folder.name: build.work / "frozen" / folder.name / "_internal" for folder in (DESKTOP, COLLECTOR)}
    found = [
        (part, [name for name, folder in folders.items() if _is_in(part, folder)]) for part in installed(environment)
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, build.commit)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(build.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": PRODUCT, "version": build.version, "bom-ref": PRODUCT},
        },
        "components": [_python(), *(_component(part, where) for part, where in found if where)],
    }


def installed(environment: Path) -> list[Distribution]:
    """All distributions of a virtual environment, by name."""
    folders = [str(path) for path in sorted(environment.glob("[Ll]ib/**/site-packages"))]
    return sorted(distributions(path=folders), key=lambda part: _name(part))


def licence_of(part: Distribution) -> list[dict[str, Any]]:
    """What a distribution says of its licence: an SPDX expression, else its own words, else its classifier."""
    said = part.metadata
    if "License-Expression" in said:
        return [{"expression": said["License-Expression"]}]
    words = said["License"].strip().splitlines() if "License" in said else []
    if words and words[0] != "UNKNOWN":
        return [{"license": {"name": words[0]}}]
    kinds = [line.rsplit(" :: ", 1)[-1] for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    return [{"license": {"name": kind}} for kind in kinds]


def _component(part: Distribution, where: list[str]) -> dict[str, Any]:
    name, licences = _name(part), licence_of(part)
    purl = f"pkg:pypi/{name}@{part.version}"
    component = {"type": "library", "name": name, "version": part.version, "purl": purl, "bom-ref": purl}
    properties = [{"name": "callcentre:folder", "value": folder} for folder in where]
    return {**component, "properties": properties, **({"licenses": licences} if licences else {})}


def _python() -> dict[str, Any]:
    version = platform.python_version()
    reference = f"pkg:generic/python@{version}"
    component = {"type": "platform", "name": "python", "version": version, "purl": reference, "bom-ref": reference}
    return {**component, "licenses": [{"expression": "PSF-2.0"}]}


def _is_in(part: Distribution, folder: Path) -> bool:
    return any((folder / place).is_file() or (folder / place).with_suffix(".pyc").is_file() for place in _code_of(part))


def _code_of(part: Distribution) -> Iterator[str]:
    for file in part.files or ():
        if file.suffix in {".py", ".so", ".pyd", ".dll"} and not str(file).startswith(".."):
            yield str(file)


def _name(part: Distribution) -> str:
    return re.sub(r"[-_.]+", "-", part.metadata["Name"]).lower()
