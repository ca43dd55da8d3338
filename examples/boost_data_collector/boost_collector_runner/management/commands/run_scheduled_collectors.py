"""Start the collectors that are due."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from boost_collector_runner.schedule import ScheduleError, Task, Trigger, load_schedule

DEFAULT_SCHEDULE = Path(__file__).resolve().parents[2] / "schedule.yaml"


def due_tasks(tasks: list[Task], trigger: Trigger) -> list[Task]:
    """Return the tasks of a trigger; those that wait for a Boost release only if there is a new one."""
    due = [task for task in tasks if task.trigger is trigger]
    if due and trigger is Trigger.ON_RELEASE:
        from boost_library_tracker.release_check import has_new_boost_release

        return due if has_new_boost_release() else []
    return due


class Command(BaseCommand):
    help = "Run every task of the schedule that has this trigger."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("trigger", choices=[trigger.value for trigger in Trigger])
        parser.add_argument("--schedule", type=Path, default=DEFAULT_SCHEDULE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tasks = load_schedule(options["schedule"])
        except ScheduleError as error:
            raise CommandError(str(error)) from error
        for task in due_tasks(tasks, Trigger(options["trigger"])):
            self.stdout.write(f"running {task.command}")
            call_command(task.command, *task.arguments)
