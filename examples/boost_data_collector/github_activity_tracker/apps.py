from django.apps import AppConfig


class GithubActivityTrackerConfig(AppConfig):
    name = "github_activity_tracker"
    default_auto_field = "django.db.models.BigAutoField"
