"""The page of what goes on now: queues, waiting calls, operators, and what may be done with them."""
