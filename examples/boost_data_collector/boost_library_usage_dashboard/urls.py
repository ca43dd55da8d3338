"""URLs below /dashboard/."""

from django.urls import path

from boost_library_usage_dashboard.views import report

urlpatterns = [path("", report, name="usage-dashboard")]
