"""Read downloaded archives of a Boost mailing list."""

from pathlib import Path
from typing import Any

from boost_mailing_list_tracker.archive import read_archive
from boost_mailing_list_tracker.services import record_message
from core.collectors import CollectorBase
from core.commands import CollectorCommand
from core.protocols import RunResult
from cppa_user_tracker.services import get_or_create_mailing_list_profile


class MailingListCollector(CollectorBase):
    """Stores the messages of one archive file."""

    name = "boost_mailing_list_tracker"

    def __init__(self, list_name: str, archive: Path) -> None:
        self.list_name = list_name
        self.archive = archive

    def collect(self) -> RunResult:
        created = skipped = 0
        for message in read_archive(self.archive):
            sender, _ = get_or_create_mailing_list_profile(message.sender_email, display_name=message.sender_name)
            _, is_new = record_message(
                message.message_id,
                sender,
                list_name=self.list_name,
                subject=message.subject,
                body=message.body,
                sent_at=message.sent_at,
            )
            created, skipped = created + is_new, skipped + (not is_new)
        return RunResult(self.name, created, skipped=skipped)


class Command(CollectorCommand):
    help = "Store the messages of an mbox archive."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("list_name", help="for example boost or boost-users")
        parser.add_argument("archive", type=Path)

    def build_collector(self, options: dict[str, Any]) -> CollectorBase:
        return MailingListCollector(options["list_name"], options["archive"])
