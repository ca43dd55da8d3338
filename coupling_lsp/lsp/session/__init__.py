"""State of one connection: documents, folders, what was published, and the work that goes on beside requests."""
