"""Reads hand-written documents on couplings, for `init --from-doc`."""
