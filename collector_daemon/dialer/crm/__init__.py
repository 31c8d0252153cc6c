"""Customer systems: contacts pulled from them, results pushed until they are there. Asked by HTTP or by SQL.

``systems`` has all of them, ``system`` is one at work, ``page`` what is said and heard whichever kind it is. Not here:
which contact is dialled when (``calling``), files (``lists``).
"""
