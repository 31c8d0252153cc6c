"""The page of one call: swim lanes to scale, every step, raw events, linked calls, print."""
