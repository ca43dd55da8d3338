"""Output of `explain`, on a place or on two apps."""
