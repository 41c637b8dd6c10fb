"""Keeps what template.yaml says of each step behind a queue in step with its declaration.

`make steps` writes what follows from `infra.queue_steps`, each where it stands or, of a new step, behind that of the
step before it. A new step also gets its function. A role may read its queue, write its log, and what its step declares.
"""

import argparse
import re
import sys
from pathlib import Path

from infra.queue_steps import STEPS, QueueStep
from infra.step_blocks import (
    write_dead_alarm,
    write_dead_output,
    write_dead_queue,
    write_event,
    write_faults,
    write_function,
    write_late_alarm,
    write_logs,
    write_output,
    write_queue,
    write_role,
    write_settings,
)
from infra.template import TEMPLATE


def write_steps(template: str, steps: tuple[QueueStep, ...] = STEPS) -> str:
    """Returns the text of a template that says what `steps` declare. Raises ValueError for a first step that is new."""
    last = None
    for number, step in enumerate(steps):
        before = steps[number - 1] if number else None
        for make, behind in (
            (write_queue, write_dead_queue),
            (write_dead_queue, None),
            (write_logs, write_logs),
            (write_faults, write_faults),
            (write_dead_alarm, write_dead_alarm),
            (write_late_alarm, write_late_alarm),
            (write_output, write_dead_output),
            (write_dead_output, None),
        ):
            name, block = make(step)
            # A dead-letter queue stands behind its own queue, everything else behind that of the step before.
            after = last if behind is None else behind(before)[0] if before else None
            template = _put(template, name, block, after)
            last = name
        template = _put_function(template, step, before)
    return template


def _put(template: str, name: str, block: str, after: str | None) -> str:
    found = _find(template, name)
    if found is not None:
        return template[: found.start()] + block + template[found.end() :]
    place = None if after is None else _find(template, after)
    if place is None:
        raise ValueError(f"there is no place for {name}")
    gap = "" if _is_output(block) else "\n"
    return template[: place.end()] + gap + block + template[place.end() :]


def _find(template: str, name: str) -> re.Match[str] | None:
    """Finds a resource or output with all lines that belong to it, but no empty ones behind it."""
    return re.search(rf"^  {name}:\n(?:    .*\n|\n(?=    ))+", template, re.MULTILINE)


def _is_output(block: str) -> bool:
    return "\n    Value:" in block


def _put_function(template: str, step: QueueStep, before: QueueStep | None) -> str:
    name = f"{step.function}Function"
    found = _find(template, name)
    if found is None:
        role = None if before is None else _find(template, f"{before.function}Role")
        if role is None:
            raise ValueError(f"there is no place for {name}")
        logs = _find(template, f"{step.function}Logs")
        assert logs is not None  # noqa: S101 - just written
        template = _put(template, f"{step.function}Role", write_role(step), f"{step.function}Logs")
        return _put(
            template[: logs.start()] + write_function(step) + "\n" + template[logs.start() :],
            *write_faults(step),
            None,
        )
    event = re.compile(
        rf"^        {step.queue}:\n          Type: SQS\n(?:          .*\n|            .*\n)+", re.MULTILINE
    )
    if not event.search(found[0]):
        raise ValueError(f"{name} does not read its queue")
    block = _put_settings(event.sub(lambda _: write_event(step), found[0]), step)
    template = template[: found.start()] + block + template[found.end() :]
    return _put(template, f"{step.function}Role", write_role(step), None)


def _put_settings(function: str, step: QueueStep) -> str:
    """Returns the block of a function with all settings its rights ask for; what it was told besides stays."""
    missing = [line for line in write_settings(step) if line not in function]
    head, variables, rest = function.partition("        Variables:\n")
    if missing and not variables:
        raise ValueError(f"{step.function}Function has no place for settings")
    return head + variables + "".join(missing) + rest


def main(path: Path = TEMPLATE) -> int:
    """Writes the template anew; with `--check` tells only whether it would differ (1)."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    asked = parser.parse_args()
    known = path.read_text(encoding="utf-8")
    wanted = write_steps(known)
    if asked.check:
        print("in step" if wanted == known else "run `make steps`")
        return int(wanted != known)
    path.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
