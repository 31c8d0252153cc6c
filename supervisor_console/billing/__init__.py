"""The billing page: accounts, tariffs, what a call costs and why, invoices, credit.

``screen`` says what is shown, ``presenter`` makes it, ``views`` draw it, ``app`` asks and acts. Not here: how a call is
priced (``shared.billing``), what an invoice looks like on paper (``shared.invoicing``), who may write (the daemon).
"""
