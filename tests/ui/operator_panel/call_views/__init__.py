"""Tests of what the operator's panel shows of calls: real widgets, screens made by hand."""
