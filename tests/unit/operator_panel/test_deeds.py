"""Which refusals are told."""

from typing import Any, cast

import pytest

from operator_panel.app.deeds import Deeds
from operator_panel.screen import Wish
from shared.domain.commands import Refused


@pytest.mark.parametrize(
    ("wish", "code", "is_told"),
    [
        (Wish("hold", call="1"), "not_supported", True),
        (Wish("save_ready", call="1"), "disposition_required", True),
        (Wish("save_ready", call="1"), "not_supported", False),  # the queue's own wrap-up ends by itself
        (Wish("logout"), "not_member", False),
    ],
)
def test_what_is_so_already_or_comes_by_itself_is_not_told(wish: Wish, code: str, is_told: bool) -> None:
    deeds = Deeds(cast("Any", None), lambda: None)
    deeds.refuse(wish, Refused(code, "why"))
    assert (deeds.refusal is not None) == is_told
