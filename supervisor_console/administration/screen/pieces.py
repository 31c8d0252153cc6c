"""Tabs of the page, and what can be wished there; what it is made of is ``views.pieces``."""

from __future__ import annotations

from typing import Literal

import msgspec

SettingsTab = Literal["centre", "desks", "links", "rules", "retention"]
"""Tabs of the centre's settings."""
Tab = Literal["accounts", "audit", "recordings"] | SettingsTab
WishKind = Literal[
    "tab", "retry",
    # accounts (pick: value is its name; role, text: filters)
    "account_pick", "account_role", "account_text", "account_new", "account_edit", "account_switch", "account_unlock",
    "account_password",
    # rights (cell: value is the row, other the role)
    "rights_edit", "rights_cell", "rights_save", "rights_leave",
    # the audit (who, what, period: value is the choice)
    "audit_text", "audit_who", "audit_what", "audit_period", "audit_more", "audit_export", "audit_stop",
    # recordings (pick: value is the PBX, other the file)
    "files_list", "files_text", "files_pick", "files_more", "files_open", "hold", "erase", "subject",
    # settings (section: value is its name; entry: value is its number; field: value is the path, other what it says;
    # group_add: value is the path of a list; group_remove, group_up: of one in it; value: one of the history's)
    "section", "section_edit", "section_leave", "section_save", "section_compare", "section_side",
    "entry_pick", "entry_add", "entry_remove", "entry_up", "entry_down", "field", "group_add", "group_remove",
    "group_up", "since_kind", "since_text", "value_pick", "value_restore", "value_forget",
]  # fmt: skip


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants. Nothing is shown as done before the database says so."""

    kind: WishKind
    value: str = ""
    other: str = ""
