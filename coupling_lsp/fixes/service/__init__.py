"""The swap of a foreign query for the service function that a rule names."""
