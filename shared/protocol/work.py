"""What lies before an operator of a campaign, as the server says it to his panel."""

from __future__ import annotations

import msgspec

from shared.domain.campaigns import CampaignWork


class WorkMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="work"):
    """server → This lies before you in a campaign now; null: you work in none. Replaces what was said before.

    Said whenever it changes, and after the ``welcome`` where there is any.
    """

    work: CampaignWork | None
