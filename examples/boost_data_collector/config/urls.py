"""Two endpoints: the usage dashboard and the webhook Slack calls."""

from django.urls import include, path

urlpatterns = [
    path("dashboard/", include("boost_library_usage_dashboard.urls")),
    path("slack/", include("slack_event_handler.urls")),
]
