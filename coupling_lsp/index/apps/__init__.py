"""Which apps a project has: its settings, app configurations and source roots."""
