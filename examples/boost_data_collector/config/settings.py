"""Settings of the example project; the environment overrides what a deployment needs to change."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("BDC_SECRET_KEY", "an-example-needs-no-secret")
DEBUG = os.environ.get("BDC_DEBUG", "") == "1"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "core",
    "cppa_user_tracker",
    "github_activity_tracker",
    "boost_library_tracker",
    "boost_library_docs_tracker",
    "boost_library_usage_dashboard",
    "boost_usage_tracker",
    "boost_mailing_list_tracker",
    "cppa_pinecone_sync",
    "clang_github_tracker",
    "cppa_slack_tracker",
    "discord_activity_tracker",
    "wg21_paper_tracker",
    "cppa_youtube_script_tracker",
]

# Apps without tables: a webhook and the scheduler.
INSTALLED_APPS += [
    "slack_event_handler.apps.SlackEventHandlerConfig",
    "boost_collector_runner",
]

MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("BDC_DATABASE", str(BASE_DIR / "db.sqlite3")),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

# Raw downloads, CSV inputs and reports live here, one folder per app.
WORKSPACE_DIR = Path(os.environ.get("BDC_WORKSPACE", BASE_DIR / "workspace"))

GITHUB_TOKEN = os.environ.get("GITHUB_TOKEN", "")
SLACK_BOT_TOKEN = os.environ.get("SLACK_BOT_TOKEN", "")
SLACK_SIGNING_SECRET = os.environ.get("SLACK_SIGNING_SECRET", "")

PINECONE_API_KEY = os.environ.get("PINECONE_API_KEY", "")
PINECONE_HOSTS = {
    "public": os.environ.get("PINECONE_PUBLIC_HOST", ""),
    "private": os.environ.get("PINECONE_PRIVATE_HOST", ""),
}
