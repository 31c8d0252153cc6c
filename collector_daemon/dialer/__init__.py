"""The dialer: runs campaigns on the PBXs, reads contacts from files and customer systems, tells how it goes.

From the top: ``at_work`` puts it together; ``running`` and ``commanding`` are for who runs campaigns and works in them,
``orders`` for who sets them up; below are the rooms ``calling``, ``crm`` (customer systems) and ``lists`` (files).

Not here: the rules (``shared.campaigns``, pure), SQL (``collector_daemon.store``), AMI (``collector_daemon.asterisk``).
"""
