"""What an editor offers in `rules.yaml`, one module per feature. All of it works on text that is half typed."""
