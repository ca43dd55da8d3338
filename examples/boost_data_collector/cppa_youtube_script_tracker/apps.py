from django.apps import AppConfig


class CppaYoutubeScriptTrackerConfig(AppConfig):
    name = "cppa_youtube_script_tracker"
    default_auto_field = "django.db.models.BigAutoField"
