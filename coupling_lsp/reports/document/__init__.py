"""The document about couplings that `report` writes."""
