"""Names that follow: what a rules file says after files, folders, apps or symbols got other names."""
