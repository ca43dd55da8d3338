from django.apps import AppConfig


class ClangGithubTrackerConfig(AppConfig):
    name = "clang_github_tracker"
    default_auto_field = "django.db.models.BigAutoField"
