"""The graph of a project's apps, and the formats `graph` prints it in."""
