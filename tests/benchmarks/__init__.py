"""Benchmarks: figures as ratios to a floor measured in the same run. Not part of the test run."""
