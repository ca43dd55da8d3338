from django.apps import AppConfig


class BoostCollectorRunnerConfig(AppConfig):
    name = "boost_collector_runner"
    default_auto_field = "django.db.models.BigAutoField"
