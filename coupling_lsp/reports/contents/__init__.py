"""What reports are about, before it is text: projects, edges, unresolved places, findings and their sums."""
