"""Type inference: what a value path evaluates to."""
