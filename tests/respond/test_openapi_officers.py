"""What the data protection officer and a second person do is answered as docs/openapi.json says."""

from typing import Any

import boto3

from respond.routes.table import ROUTES
from tests.respond.test_openapi import EVERYDAY, fits
from tests.respond.world import World, authorizer


def test_the_officers_successes_are_as_described(world: World) -> None:
    boto3.client("sqs").create_queue(QueueName="privacy")
    mara, done = world.ids()["mara"], set()

    def call(
        method: str, path: str, some_id: str | None = None, body: Any = None, agent: str = "dora"
    ) -> Any:
        answer = world.call(
            method, path, path={"id": some_id} if some_id else None, body=body, caller=authorizer(agent=agent),
            headers={"Idempotency-Key": path + repr(body)},
        )  # fmt: skip
        fits(answer, (method, path))
        done.add((method, path))
        return answer.body

    call("POST", "/holds", body={"contact": mara, "reason": "a case", "until": "2027-01-01T00:00:00Z"})
    call("POST", "/holds/{id}/consent", mara, agent="sue")
    call("GET", "/holds")
    tom = world.ids()["tom"]
    call("POST", "/holds", body={"contact": tom, "reason": "a case", "until": "2027-01-01T00:00:00Z"})
    call("DELETE", "/holds/{id}", tom)
    task = call("POST", "/privacy-tasks", body={"kind": "export", "contact": mara})
    call("GET", "/privacy-tasks/{id}", task["id"])
    call("POST", "/privacy-tasks/{id}/extension", task["id"])
    many = call("POST", "/privacy-tasks", body={"kind": "erase", "contacts": [mara, tom]})
    call("GET", "/privacy-tasks")
    call("POST", "/privacy-tasks/{id}/approval", many["id"], agent="sue")
    more = call(
        "POST", "/privacy-tasks", body={"kind": "object", "contacts": [mara, tom], "purposes": ["marketing"]}
    )
    call("POST", "/privacy-tasks/{id}/refusal", more["id"], agent="adam")
    call("POST", "/people/search", body={"platform": "telegram", "called": "Mara Field"})
    call("GET", "/receipts")
    call("GET", "/audit")
    assert done == {route.key for route in ROUTES} - {route.key for route in EVERYDAY}
