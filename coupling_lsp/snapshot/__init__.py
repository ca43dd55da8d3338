"""Where facts, index and rules meet: the immutable state of one project."""
