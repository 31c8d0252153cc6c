"""What the feed lets out and lets in, without sockets."""
