"""What the page of quality shows and keeps."""
