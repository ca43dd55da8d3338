"""From the facts of one file to its edges; `project.RESOLVERS` lists the resolvers."""
