"""Pages of the Boost documentation and how far they are synced."""
