from django.apps import AppConfig


class CppaPineconeSyncConfig(AppConfig):
    name = "cppa_pinecone_sync"
    default_auto_field = "django.db.models.BigAutoField"
