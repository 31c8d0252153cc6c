"""Server and client of the feed over real sockets: rights, bounds, resumption, encryption."""
