"""The sound of calls: decoding, time, silence, speeds; what the player shows."""
