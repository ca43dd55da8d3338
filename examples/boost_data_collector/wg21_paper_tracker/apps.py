from django.apps import AppConfig


class Wg21PaperTrackerConfig(AppConfig):
    name = "wg21_paper_tracker"
    default_auto_field = "django.db.models.BigAutoField"
