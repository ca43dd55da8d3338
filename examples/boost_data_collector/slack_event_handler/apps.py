from django.apps import AppConfig


class SlackEventHandlerConfig(AppConfig):
    name = "slack_event_handler"
    default_auto_field = "django.db.models.BigAutoField"
