"""What the command line prints, as text made from snapshots alone: one package for each command."""
