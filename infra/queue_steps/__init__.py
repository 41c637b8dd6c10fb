"""Declares each step behind a queue: the one place that says how its queue, alarms, event source and role are.

`make steps` writes what follows from it into template.yaml; see `infra.step_writer`. A file declares those of a room.
"""

from infra.queue_steps.ingest import INGEST_STEPS
from infra.queue_steps.privacy import PRIVACY_STEPS
from infra.queue_steps.respond import RESPOND_STEPS
from infra.queue_steps.segment import SEGMENT_STEPS
from infra.queue_steps.step import QueueStep

__all__ = ["STEPS", "QueueStep"]

STEPS = (*INGEST_STEPS, *SEGMENT_STEPS, *PRIVACY_STEPS, *RESPOND_STEPS)
