from django.apps import AppConfig


class BoostUsageTrackerConfig(AppConfig):
    name = "boost_usage_tracker"
    default_auto_field = "django.db.models.BigAutoField"
