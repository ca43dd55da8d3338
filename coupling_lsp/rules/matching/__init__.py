"""Which rule decides on an edge, and which rules are of use."""
