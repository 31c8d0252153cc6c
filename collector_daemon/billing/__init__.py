"""Billing at work: finished calls are rated, periods closed, invoices made and delivered, price lists taken over.

Not here: what a call costs (``shared.billing``), calls that run on credit (``collector_daemon.prepaid``), SQL
(``collector_daemon.store``).
"""
