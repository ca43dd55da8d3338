from django.apps import AppConfig


class BoostLibraryUsageDashboardConfig(AppConfig):
    name = "boost_library_usage_dashboard"
    default_auto_field = "django.db.models.BigAutoField"
