"""Check that a request comes from Slack."""

import hashlib
import hmac
import time
from collections.abc import Mapping

MAX_AGE_SECONDS = 300


def is_from_slack(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> bool:
    """Tell whether Slack signed this body a short while ago."""
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    moment = time.time() if now is None else now
    if not timestamp.isdecimal() or abs(moment - int(timestamp)) > MAX_AGE_SECONDS:
        return False
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={digest}", headers.get("X-Slack-Signature", ""))
