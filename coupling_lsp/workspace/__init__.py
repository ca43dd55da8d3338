"""The only place that touches the disk: finds files and projects, reads them, keeps the cache of facts."""
