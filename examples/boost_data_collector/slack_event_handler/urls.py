"""URLs below /slack/."""

from django.urls import path

from slack_event_handler.views import receive_event

urlpatterns = [path("events/", receive_event, name="slack-events")]
