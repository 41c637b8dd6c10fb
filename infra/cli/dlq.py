"""`rapport dlq`: messages that a step gave up on: count them, or hand them to their queue again.

A message is sent first and deleted then: interrupted in between it is worked on twice, which changes nothing.
A delivery is marked, so that it is tried apart from others.
"""

import argparse
from typing import TYPE_CHECKING, Any

from infra.cli import aws_stack, dlq_api
from infra.queue_steps import STEPS

if TYPE_CHECKING:
    from aws.queues import Message

QUEUES = {
    step.queue.lower(): (f"Queue{step.queue}Dlq", f"Queue{step.queue}") for step in STEPS if not step.fifo
}
"""Name -> outputs of the template that hold the addresses of the dead-letter queue and of the queue itself.

What is handed out in order is left out: a reply that was given up is shown as such, and sent again by its agent.
"""

AT_ONCE = 10


def add_to(subparsers: Any) -> None:
    """Registers `dlq`."""
    parser = subparsers.add_parser("dlq", help="messages that a step gave up on", description=__doc__)
    verbs = parser.add_subparsers(metavar="list|replay", required=True)
    listing = verbs.add_parser("list", help="count what waits in each queue, and what was given up")
    listing.set_defaults(run=run_list)
    aws_stack.add_options(listing)
    replaying = verbs.add_parser("replay", help="hand dead letters to their queue again")
    replaying.add_argument("--queue", choices=sorted(QUEUES), action="append", help="only of this queue")
    replaying.add_argument("--limit", type=_positive, help="at most so many of each queue")
    replaying.add_argument("--dry-run", action="store_true", help="only count, about")
    replaying.set_defaults(run=run_replay)
    aws_stack.add_options(replaying)


def run_list(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    if dlq_api.is_wanted(arguments):
        return dlq_api.list_queues()
    outputs = aws_stack.operate(arguments).outputs
    for name, (dead, alive) in QUEUES.items():
        print(f"{name:<12} waiting {_waiting(outputs[alive])}, given up {_waiting(outputs[dead])}")
    return 0


def run_replay(arguments: argparse.Namespace) -> int:
    """Exits with 0; 1 when the API refuses."""
    if dlq_api.is_wanted(arguments):
        return dlq_api.replay_dead(arguments, list(arguments.queue or QUEUES))
    outputs = aws_stack.operate(arguments).outputs
    for name in arguments.queue or QUEUES:
        dead, alive = (outputs[output] for output in QUEUES[name])
        if arguments.dry_run:
            waiting = _waiting(dead)
            print(f"{name}: would replay about {min(waiting, arguments.limit or waiting)}")
        else:
            print(f"{name}: replayed {replay(dead, alive, arguments.limit)}")
    return 0


def replay(dead: str, alive: str, limit: int | None = None) -> int:
    """Moves messages from one queue to the other and counts them. Raises Unavailable, and then nothing is lost."""
    from aws import queues
    from respond.actions.dead_letters import mark_again

    moved = 0
    while limit is None or moved < limit:
        messages = _received(dead, None if limit is None else limit - moved)
        if not messages:
            break
        queues.send_many(alive, [mark_again(message.body) for message in messages])
        queues.delete(dead, messages)
        moved += len(messages)
    return moved


def _received(queue_url: str, most: int | None) -> "list[Message]":
    """Receives messages; what is over `most` stays hidden for a minute and then comes back."""
    from aws import queues

    return queues.receive(queue_url)[:most]


def _waiting(queue_url: str) -> int:
    from aws import clients

    wanted = "ApproximateNumberOfMessages"
    answer = clients.call("sqs", "get_queue_attributes", QueueUrl=queue_url, AttributeNames=[wanted])
    return int(answer["Attributes"][wanted])


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number
