"""Texts with placeholders for customer systems and scripts, and paths into what customer systems answer. Pure.

Here: ``Template`` (values never leave their place), regular expressions that it may hold, ``JsonPath``, ``visible``.
Not here: which placeholders there are: of a call (``operator_panel.crm``), of a contact (``collector_daemon.dialer``).
"""

from shared.templates.failing import BadTemplate, checked, visible
from shared.templates.json_path import JsonPath
from shared.templates.template import Place, Template

__all__ = ["BadTemplate", "JsonPath", "Place", "Template", "checked", "visible"]
