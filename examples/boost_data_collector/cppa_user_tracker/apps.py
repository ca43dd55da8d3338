from django.apps import AppConfig


class CppaUserTrackerConfig(AppConfig):
    name = "cppa_user_tracker"
    default_auto_field = "django.db.models.BigAutoField"
