from django.apps import AppConfig


class CppaSlackTrackerConfig(AppConfig):
    name = "cppa_slack_tracker"
    default_auto_field = "django.db.models.BigAutoField"
