"""What a hand-written document about couplings says, read for `init --from-doc`."""
