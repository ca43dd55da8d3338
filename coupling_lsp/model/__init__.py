"""The frozen values every layer shares: facts of one file, apps and edges of a project, rules and their verdicts."""
