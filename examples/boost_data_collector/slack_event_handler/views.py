"""The webhook of Slack's Events API."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from slack_event_handler.signing import is_from_slack
from slack_event_handler.spool import spool_event


@csrf_exempt
@require_POST
def receive_event(request: HttpRequest) -> HttpResponse:
    """Answer Slack's challenge, or spool the event; what Slack did not sign is refused."""
    if not is_from_slack(settings.SLACK_SIGNING_SECRET, request.headers, request.body):
        return HttpResponseForbidden("bad signature")
    envelope = json.loads(request.body)
    if envelope.get("type") == "url_verification":
        return JsonResponse({"challenge": envelope["challenge"]})
    spool_event(envelope)
    return HttpResponse(status=204)
