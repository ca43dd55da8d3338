"""Messages and values of the protocol: streams, JSON-RPC, what the client can do, positions and paths."""
