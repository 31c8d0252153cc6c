"""Two daemons on the same PBXs and database: one leads, the other stands by, warm, and takes over.

Who stands by (``following``) is connected to the PBXs and keeps a journal of its own, but stores nothing, does nothing
and has no port. When it gets the lead it takes over (``taking_over``): it goes on from what the last leader has stored,
with what itself has heard since then. Not here: the lead itself and what keeps others from writing (``store.lease``).
"""
