"""Write a run folder: /etc/asterisk, spool, logs, music on hold, all private to one lab."""

import math
import struct
import wave
from pathlib import Path

from . import roster
from .debian import modules_folder
from .subnet import Subnet

SECRET = "lab"  # of the three AMI users; the PBX is reachable from this machine only
FILES = Path(__file__).parent / "etc"
FOLDERS = (
    "etc",
    "log/cdr-csv",
    "log/cdr-custom",
    "log/cel-custom",
    "spool/monitor",
    "spool/voicemail",
    "spool/tmp",
    "spool/outgoing",
    "lib/keys",
    "rundir",
    "moh",
)
# Files that must exist, or a module warns; the section is all they need.
BARE = {
    "udptl": "general",
    "ccss": "general",
    "confbridge": "general",
    "followme": "general",
    "queuerules": "general",
    "extconfig": "settings",
    "acl": "",
    "pjproject": "",
    "sorcery": "",
    "stasis": "",
    "codecs": "",
    "cli": "",
    "prometheus": "",
    "pjsip_notify": "",
    "pjsip_wizard": "",
}


def write(run: Path, root: Path, release: str, subnet: Subnet) -> None:
    """Fill the folder `run` so that the Asterisk unpacked in `root` can start with it."""
    for folder in FOLDERS:
        (run / folder).mkdir(parents=True, exist_ok=True)
    words = {
        "RUN": str(run),
        "ROOT": str(root),
        "MODULES": str(modules_folder(root)),
        "SERVER": subnet.server,
        "SECRET": SECRET,
    }
    for source in FILES.glob("*.conf"):
        (run / "etc" / source.name).write_text(_filled(source.read_text(encoding="utf-8"), words), encoding="utf-8")
    for name, section in BARE.items():
        (run / "etc" / f"{name}.conf").write_text(f"[{section}]\n" if section else "")
    (run / "etc/dnsmgr.conf").write_text("[general]\nenable = no\n")
    (run / "etc/http.conf").write_text("[general]\nenabled = no\n")
    (run / "etc/pjsip.conf").write_text(roster.pjsip(subnet), encoding="utf-8")
    (run / "etc/queues.conf").write_text(roster.queues(release), encoding="utf-8")
    _music(run / "moh/moh.wav")


def _filled(text: str, words: dict[str, str]) -> str:
    """`@WORD@` replaced; the dialplan's own ${…} stays."""
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text


def _music(file: Path) -> None:
    """Ten seconds of a quiet 330 Hz tone, 8 kHz 16 bit mono."""
    samples = (int(3000 * math.sin(2 * math.pi * 330 * n / 8000)) for n in range(80000))
    with wave.open(str(file), "wb") as music:
        music.setnchannels(1)
        music.setsampwidth(2)
        music.setframerate(8000)
        music.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
