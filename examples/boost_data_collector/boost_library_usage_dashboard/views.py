"""The dashboard as JSON."""

from django.http import HttpRequest, JsonResponse

from boost_library_usage_dashboard.analyzer import build_report


def report(request: HttpRequest) -> JsonResponse:
    """Answer with the current figures."""
    return JsonResponse(build_report())
