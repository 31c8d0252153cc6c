"""Page "Campaigns": how each outgoing campaign goes and why it places so many calls, contacts, imports, lists.

``screen`` says what is shown, ``presenter`` makes it of what is known, ``views`` draw it, ``app`` asks and does.
Not here: what a campaign is and how it is paced (``shared.campaigns``), who places the calls (``collector_daemon``),
what is asked of the database (``supervisor_console.reports``, modules ``campaigns…``).
"""
