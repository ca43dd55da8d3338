from django.apps import AppConfig


class BoostLibraryDocsTrackerConfig(AppConfig):
    name = "boost_library_docs_tracker"
    default_auto_field = "django.db.models.BigAutoField"
