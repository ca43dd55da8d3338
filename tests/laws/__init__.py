"""Laws: what holds for every text and every edit, tried on random ones."""
