"""An invoice as people and programs read it: PDF, QR Platba, ISDOC, EN 16931 (UBL), a list of calls, accounting's CSV.

Every module takes a ``shared.billing.invoice.Invoice`` and gives bytes or text. Not here: what is on an invoice
(``shared.billing``), who sends it (the daemon).
"""
