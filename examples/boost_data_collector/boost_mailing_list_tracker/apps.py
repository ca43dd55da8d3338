from django.apps import AppConfig


class BoostMailingListTrackerConfig(AppConfig):
    name = "boost_mailing_list_tracker"
    default_auto_field = "django.db.models.BigAutoField"
