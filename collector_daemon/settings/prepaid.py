"""[prepaid]: where the dialplan asks whether a call may be dialled."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shared.settings import Section


class PrepaidSettings(Section, frozen=True, kw_only=True):
    """Where the dialplan asks; how credit is given is said in [billing]."""

    host: Annotated[str, Meta(description="Address to listen on. FastAGI knows no passwords: keep it to the PBX.")] = (
        "127.0.0.1"
    )
    port: Annotated[
        Annotated[int, Meta(ge=0, le=65535)] | None,
        Meta(description="Port on which the dialplan asks (FastAGI); without it it does not.", examples=[4573]),
    ] = None
    announcement: Annotated[
        str,
        Meta(
            description="Sound that who dialled hears before the credit ends (a sound's name on the PBX); without it\n"
            "the operator's panel says so, and nothing is heard. The dialplan needs the context below.",
            pattern=r"^[\w./-]*$",
            examples=["beep"],
        ),
    ] = ""
    announcement_context: Annotated[
        str, Meta(description="Context of the dialplan that plays it.", pattern=r"^[\w.-]+$")
    ] = "callcentre-announce"
