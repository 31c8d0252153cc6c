"""Wine's C runtime with the complex functions it lacks, without which numpy ends a program when it is imported."""

from __future__ import annotations

import subprocess
from pathlib import Path

from installers.windows.python import COMPILER, exported

SOURCE = Path(__file__).with_name("mathematics.c")
WINDOWS = Path("usr", "lib", "x86_64-linux-gnu", "wine", "x86_64-windows")
ORIGINAL = "ucrtwine"
SHAPES = ("cabs", "carg", "creal", "cimag", "ccos", "csin", "ctan", "ccosh", "csinh", "ctanh", "cexp", "cpow")


def complete(root: Path, drive: Path) -> None:
    """Put a runtime before wine's own, which passes all else on to it. Raises CalledProcessError."""
    original = root / WINDOWS / f"{ORIGINAL}.dll"
    if not original.exists():
        original.write_bytes((root / WINDOWS / "ucrtbase.dll").read_bytes())
    system = drive / "windows" / "system32"
    (system / original.name).write_bytes(original.read_bytes())
    ours = {name + kind for name in SHAPES for kind in ("", "f", "l")}
    exports = system / "ucrtbase.def"
    lines = [f"  {name} = " + (f"our_{name}" if name in ours else f"{ORIGINAL}.{name}") for name in exported(original)]
    exports.write_text("LIBRARY ucrtbase\nEXPORTS\n" + "\n".join(lines) + "\n")
    command = [COMPILER, "-O2", "-s", "-shared", "-nostdlib", "-fno-builtin", "-Wl,--entry=0", "-o"]
    libraries = ["-lmingwex", "-lmsvcrt", "-lgcc", "-lkernel32"]
    (system / "ucrtbase.dll").unlink(missing_ok=True)
    subprocess.run([*command, system / "ucrtbase.dll", SOURCE, exports, *libraries], check=True, capture_output=True)
    exports.unlink()
