"""The page of administration: accounts and what roles may do, the audit, the care of recordings and of people's traces.

``screen`` is what is shown, ``presenter`` makes it, ``views`` draw it, ``app`` asks the database and gives commands to
the daemon. Settings of queues, lines and alerts are not here: they stand in the daemon's file.
"""
