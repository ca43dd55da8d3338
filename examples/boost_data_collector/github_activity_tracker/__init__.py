"""GitHub repositories, files, commits, issues and pull requests."""
