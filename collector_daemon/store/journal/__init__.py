"""The journal on disk: every entry of a PBX in order and numbered, before all else is done with it.

``journal`` is the whole; beside it its parts: the files (``segments``), the pen, the lock, tidying. Not here: what
entries mean (``collector_daemon.core``), what of them is in the database (``collector_daemon.store.recorder``).
"""
