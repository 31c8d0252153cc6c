"""What calls cost and who pays. Pure: no database, no clock, no files; money is exact and never a float.

Read in this order: ``money`` (amounts and the one rounding), ``tariff`` (price lists), ``rating`` (a call and its
price, with the trace of why), ``invoice`` (a period's lines, VAT and totals). One function rates for authorising a
pre-paid call, for settling it and for the invoice. Not here: papers and their formats (``shared.invoicing``), tables
(``shared.database``), who does it when (the daemon).
"""
