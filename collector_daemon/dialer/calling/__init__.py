"""Campaigns at work: whom to dial next, the attempt from the order to dial to its end, the operator who gets it.

From the top: ``runner`` makes rounds over ``rooms`` (a campaign at work each), ``placing`` and ``previewing`` choose
contacts, ``carrying`` keeps a task for every ``journey``, ``giving`` finds its operator. Not here: what people ask of
it (``commanding``), files (``lists``), customer systems (``crm``).
"""
