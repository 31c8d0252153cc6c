"""Commands, as far as nothing but values is needed."""
