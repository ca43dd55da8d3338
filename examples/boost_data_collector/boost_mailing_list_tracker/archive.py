"""Read mailing-list archives in mbox format."""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class ArchivedMessage:
    """What the tracker needs of a message."""

    message_id: str
    sender_name: str
    sender_email: str
    subject: str
    body: str
    sent_at: datetime | None


def read_archive(path: Path) -> Iterator[ArchivedMessage]:
    """Yield the messages of an mbox file; those without an id or a sender are left out."""
    for message in mailbox.mbox(path, create=False):
        name, address = parseaddr(message.get("From", ""))
        if address and message.get("Message-ID"):
            yield ArchivedMessage(
                message_id=message["Message-ID"].strip("<> "),
                sender_name=name,
                sender_email=address,
                subject=message.get("Subject", ""),
                body=_plain_text(message),
                sent_at=_sent_at(message),
            )


def _plain_text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True) or b""
            return payload.decode("utf-8", errors="replace")
    return ""


def _sent_at(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(message.get("Date", ""))
    except ValueError:
        return None
