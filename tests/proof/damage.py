"""Input made worse: samples with edits that a search for faults can make smaller again."""

from __future__ import annotations

import io
import zipfile

from hypothesis import strategies as st

NASTY = (
    b"\0", b"\r\n", b"\n", b"\r", b"\r\n\r\n", b'"', b"'", b";", b"|", b"[" * 400, b"{" * 400, b"9" * 5000, b"1e999",
    b"nan", b"-1", b"253402300799", b"-62135596800", b"2147483648", b"999999999:00:00",
    b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\\ud800", b"\xe2\x80\xa8", b"\xd9\xa3", b"\xc2\xb2", b"..",
    b"/", b"%00", b"=", b"<!DOCTYPE", b"<!ENTITY a 'b'>", b"0" * 40, b"A" * 9000, b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff", b"\0\0\0\0",
)  # fmt: skip
"""What makes readers stumble."""
KINDS = ("set", "cut", "double", "put", "swap")
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(KINDS), st.integers(0, 255), st.integers(0, 64)), max_size=6
)


def damaged(sample: bytes, edits: list[tuple[float, str, int, int]]) -> bytes:
    """The sample with all edits; of an XLSX its parts are damaged too, not only what packs them."""
    if sample.startswith(b"PK") and edits and edits[0][2] % 4:
        return _repacked(sample, edits)
    made = bytearray(sample)
    for where, kind, value, length in edits:
        at = min(int(where * len(made)), max(0, len(made) - 1))
        if kind == "set" and made:
            made[at] = value
        elif kind == "cut":
            del made[at : at + length]
        elif kind == "double":
            made[at:at] = made[at : at + length]
        elif kind == "put":
            made[at:at] = NASTY[value % len(NASTY)]
        else:
            made[at : at + length] = made[at : at + length][::-1]
    return bytes(made)


def _repacked(sample: bytes, edits: list[tuple[float, str, int, int]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again:
        names = [name for name in packed.namelist() if "sheet" in name or "shared" in name or "workbook" in name]
        for name in packed.namelist():
            content = packed.read(name)
            if name == names[edits[0][2] % len(names)]:
                content = damaged(content, edits)
            again.writestr(name, content)
    return made.getvalue()


def inputs(samples: list[bytes]) -> st.SearchStrategy[bytes]:
    """Damaged samples, and now and then just any bytes."""
    return st.one_of(st.builds(damaged, st.sampled_from(samples), EDITS), st.binary(max_size=300))
