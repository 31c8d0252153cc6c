"""What the statistics page shows, as plain values."""
