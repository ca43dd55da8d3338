from django.apps import AppConfig


class DiscordActivityTrackerConfig(AppConfig):
    name = "discord_activity_tracker"
    default_auto_field = "django.db.models.BigAutoField"
