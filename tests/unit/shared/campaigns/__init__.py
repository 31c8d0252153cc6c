"""The rules of outgoing campaigns: machines, the law, retries, choice, assignment, lists."""
