"""What the billing page shows, as frozen values."""
