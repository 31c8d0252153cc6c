"""An invoice as people and programs read it. Every module takes a ``shared.billing.invoice.Invoice`` and gives bytes.

``pdf`` (the paper, drawn on ``paper`` in the ``words`` of the customer's language), ``qr_payment`` (QR Platba),
``isdoc`` (ISDOC 6.0.2 and .isdocx), ``ubl`` (EN 16931), ``call_list`` (itemised calls as PDF and CSV), ``accounting``
(CSV). Below them ``rates`` (VAT), ``elements`` (XML), ``spreadsheet`` (CSV). Nothing asks a clock, so the same invoice
gives the same bytes again. Not here: what is on an invoice (``shared.billing``), who issues and sends it (the daemon).
"""
