"""Laws and vectors of prices, hand-reckoned invoices, and an unhurried second reckoning of each call."""
