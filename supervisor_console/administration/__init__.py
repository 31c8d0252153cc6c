"""The page of administration: accounts and what roles may do, the centre's settings, the audit, the care of recordings
and of people's traces.

``screen`` is what is shown, ``presenter`` makes it (the settings in ``presenter.sections``), ``views`` draw it, ``app``
asks the database and commands the daemon. Not here: what only the daemon's file says (ports, folders, secrets).
"""
