"""Alert rules at work: who watches, and what is done when a rule finds something.

``watch`` asks the rules (``core.alert_rules``, ``core.alert_machine``) about the board's queues, and puts alerts on the
board and into the log; ``wording`` says them; ``actions`` carries out what the settings want done: ``webhook``,
``program``, ``mail``, each of which gets a ``notice``. Start with ``watch``. Not here: the daemon's own troubles
(``status``), the settings (``settings.alerts``), the log (``store.alert_log``).
"""
