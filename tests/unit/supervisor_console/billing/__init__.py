"""The billing page without a window."""
