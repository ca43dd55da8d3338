"""What users of editors see."""
