"""The recipes of `docs/architecture.md`, "Where to add things": each is followed in a copy of the package."""
