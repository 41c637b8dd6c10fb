"""The same job as most would write it: what our figures are compared with. It never ships.

Chalice takes the webhook, pydantic reads it, boto3 queues it; a worker with Powertools takes one message an invoke,
labels it with VADER and keeps it with PynamoDB in four tables, five calls an event. It is written with care: clients
are made once, rows are changed by updates, log lines are few. It does less than ours: nothing is sealed, nothing is
folded, nobody is forgotten, and no segment is looked at.
"""
