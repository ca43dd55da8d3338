"""Ways along the edges: definitions, references and lenses."""
