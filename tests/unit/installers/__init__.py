"""The two commands of the README, as far as they can be tried without a network."""
