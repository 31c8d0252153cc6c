"""What calls cost and who pays. Pure: no database, no clock, no files; money is exact and never a float.

Read in this order: ``money`` (amounts and the one rounding), ``tariff`` (price lists as they are stored), ``rated`` (a
call, its price, the trace of why), ``rating`` (from one to the other; ``ready``, ``prefixes``, ``timeline`` do it),
``ownership`` (whose a call is), ``period`` (a month's draft; ``lines``, ``vat``), ``rerating`` (corrections),
``invoice`` (what a document says), ``credit`` (what running calls may still cost). What comes in is looked at by
``faults`` (a tariff's version) and ``price_list`` (lists of prices as text). One function rates for authorising a
pre-paid call, for settling it and for the invoice. Not here: papers and their formats (``shared.invoicing``), tables
(``shared.database``), who does it when (the daemon).
"""
