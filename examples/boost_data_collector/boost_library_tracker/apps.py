from django.apps import AppConfig


class BoostLibraryTrackerConfig(AppConfig):
    name = "boost_library_tracker"
    default_auto_field = "django.db.models.BigAutoField"
