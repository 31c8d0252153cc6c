"""What calls cost and who pays. Pure: no database, no clock, no files; money is exact and never a float.

Read in this order: ``money`` (amounts and the one rounding), ``tariff`` (price lists as they are stored), ``rated`` (a
call, its price, the trace of why), ``rating`` (from one to the other), ``ownership`` (whose a call is), ``period`` (a
month's draft), ``invoice`` (what a document says), ``credit`` (what running calls may still cost). One function rates
for authorising a pre-paid call, for settling it and for the invoice. Not here: papers and their formats
(``shared.invoicing``), tables (``shared.database``), who does it when (the daemon).
"""
