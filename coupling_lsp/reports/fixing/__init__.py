"""Quick fixes for whole projects, as `fix` applies them."""
