"""The demo: what an editor shows of the bundled example."""
