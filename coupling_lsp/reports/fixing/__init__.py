"""What `fix` changes."""
