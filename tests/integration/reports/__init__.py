"""Reports against an independent reading of what a real Asterisk wrote: queue_log, line by line, in plain Python."""
