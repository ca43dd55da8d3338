"""The only place that writes mailing-list messages."""

from datetime import datetime

from boost_mailing_list_tracker.models import MailingListMessage
from cppa_user_tracker.models import MailingListProfile


def record_message(
    message_id: str,
    sender: MailingListProfile,
    *,
    list_name: str,
    subject: str,
    body: str,
    sent_at: datetime | None,
) -> tuple[MailingListMessage, bool]:
    """Store a message under its sender, unless it is already there."""
    return MailingListMessage.objects.get_or_create(
        message_id=message_id,
        defaults={
            "sender": sender,
            "list_name": list_name,
            "subject": subject[:500],
            "body": body,
            "sent_at": sent_at,
        },
    )
