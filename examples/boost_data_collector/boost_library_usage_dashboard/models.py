"""No models of its own: the names of the usage tracker's models, kept for callers of the old location."""

from boost_usage_tracker.models import BoostExternalRepository, BoostUsage

__all__ = ["BoostExternalRepository", "BoostUsage"]
