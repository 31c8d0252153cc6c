"""The dialer: runs campaigns on the PBXs, reads contacts from files and customer systems, tells how it goes.

Not here: the rules (``shared.campaigns``, pure), SQL (``collector_daemon.store``), AMI (``collector_daemon.asterisk``).
"""
