"""What was noted at this desk and is not yet at the server: kept on disk, sent when it can be, once each.

``box``: the file and what is in it; ``posting``: sending it; ``folder_lock``: one panel at a time. Not here: what is
noted and when (``app``), and what people read of it (``presenter``).
"""

from operator_panel.outbox.box import Outbox, folder_of
from operator_panel.outbox.folder_lock import FolderInUse
from operator_panel.outbox.lines import Entry
from operator_panel.outbox.posting import Posting

__all__ = ["Entry", "FolderInUse", "Outbox", "Posting", "folder_of"]
