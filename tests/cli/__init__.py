"""What users of the command line see."""
