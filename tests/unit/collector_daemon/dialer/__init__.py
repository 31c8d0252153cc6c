"""Tests of the dialer's pure parts."""
