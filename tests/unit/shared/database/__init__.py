"""Plain values in, plain values out."""
