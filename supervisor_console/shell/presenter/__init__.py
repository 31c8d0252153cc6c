"""From everything that is known to what stands around the pages. Pure: the same moment gives the same screen."""

from __future__ import annotations

from supervisor_console.shell.presenter.moment import Moment, zone_of
from supervisor_console.shell.presenter.present import present

__all__ = ["Moment", "present", "zone_of"]
