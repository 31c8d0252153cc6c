"""Those who mean no good: what they send, where they get in, what they may not do."""
