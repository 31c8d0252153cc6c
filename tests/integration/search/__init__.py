"""Searching stored calls: against a plain predicate over the facts, under accounts' own roles."""
