"""From the text of `rules.yaml` to rules, and from rules to a verdict on each edge. Faults are values, never raised."""
