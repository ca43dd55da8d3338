"""YouTube talks, their speakers and transcripts."""
