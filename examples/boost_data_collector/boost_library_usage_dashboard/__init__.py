"""Read-only report on who uses which Boost library."""
