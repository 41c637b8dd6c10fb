"""`rapport dlq` through the agent API, for whoever has a token and no AWS credentials."""

import argparse
import os

from infra.cli import target


def is_wanted(arguments: argparse.Namespace) -> bool:
    """Returns whether the API is named and no stack is."""
    return "RAPPORT_API" in os.environ and not arguments.stack_name


def list_queues() -> int:
    """Prints how much waits in each queue; exit 0, 1 when the API refuses."""
    for view in target.agent_api().every("queues"):
        print(f"{view['name']:<12} waiting {view['waiting'] + view['delayed']}, in work {view['in_flight']}, "
              f"given up {view['dead']}")  # fmt: skip
    return 0


def replay_dead(arguments: argparse.Namespace, names: list[str]) -> int:
    """Hands the brand's dead letters to their queues again; exit 0, 1 when the API refuses."""
    api = target.agent_api()
    if arguments.dry_run:
        dead = {view["name"]: view["dead"] for view in api.every("queues")}
        print("\n".join(f"{name}: would replay about {dead.get(name, 0)}, of all brands" for name in names))
        return 0
    known = {view["name"] for view in api.every("queues")}
    for name in names:
        if name not in known:
            print(f"{name}: not one brand's; replay it with AWS credentials and --stack-name")
            continue
        moved, more = 0, True
        while more:
            answer = api.post("queues", name, "replay", body={})
            moved, more = moved + answer["replayed"], answer["more"] and answer["replayed"] > 0
        print(f"{name}: replayed {moved}")
    return 0
