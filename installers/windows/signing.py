"""The hook for code signing: every program of ours before it is packed, then the setup.

``CALLCENTRE_SIGN`` is a command that signs the file named after it, in place: whoever has a certificate writes it. With
``CALLCENTRE_SIGN=rehearsal`` a certificate is made for the occasion, which nobody trusts: it shows that the files can
be signed and still run. Unset: nothing is signed.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from installers.packing import tools
from installers.packing.context import Build
from installers.packing.run import run

COMMAND = "CALLCENTRE_SIGN"
REHEARSAL = "rehearsal"


def sign(build: Build, files: list[Path]) -> None:
    """Sign ``files`` in place, if anybody said how. Raises Stopped."""
    asked = os.environ.get(COMMAND, "")
    log = build.work / "logs" / "signing.log"
    for file in files if asked else []:
        if asked == REHEARSAL:
            _rehearse(build, file, log)
        else:
            run([*shlex.split(asked), file], f"signing {file.name}", log)


def _rehearse(build: Build, file: Path, log: Path) -> None:
    tools.need({"openssl": "openssl", "osslsigncode": "osslsigncode"}, "signing")
    key, certificate = build.work / "rehearsal.key", build.work / "rehearsal.pem"
    if not certificate.exists():
        words: list[str | Path] = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:3072",
            "-nodes",
            "-days",
            "7",
            "-keyout",
            key,
        ]
        words += ["-out", certificate, "-subj", "/CN=Rehearsal, not trusted"]
        words += ["-addext", "extendedKeyUsage=codeSigning"]
        run(words, "making a certificate", log)
    signed = file.with_name(file.name + ".signed")
    command: list[str | Path] = ["osslsigncode", "sign", "-certs", certificate, "-key", key, "-h", "sha256"]
    command += ["-in", file, "-out", signed]
    run(command, f"signing {file.name}", log)
    run(["osslsigncode", "verify", "-CAfile", certificate, "-in", signed], f"verifying {file.name}", log)
    signed.replace(file)
