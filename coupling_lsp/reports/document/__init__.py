"""The document on edges between apps that `report` writes."""
