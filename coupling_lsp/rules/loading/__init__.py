"""From the text of `rules.yaml` to a `RuleSet`, by one description of its keys. Faults are values, never raised."""
