"""Messages of the Boost mailing lists."""

from django.db import models


class MailingListMessage(models.Model):
    """A message as the archive keeps it."""

    message_id = models.CharField(max_length=255, unique=True)
    list_name = models.CharField(max_length=60)
    sender = models.ForeignKey(
        "cppa_user_tracker.MailingListProfile", on_delete=models.PROTECT, related_name="messages"
    )
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.subject or self.message_id
