"""The page of one call, without a window: lanes, steps, panel."""
