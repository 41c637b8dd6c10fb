"""Whether the API answers at all; nothing is read for it."""

from respond.call import Call, Reply

VERSION = "0.1.0"


def shown(call: Call) -> Reply:  # noqa: ARG001 - the same for everybody
    """GET /health"""
    return Reply({"status": "ok", "version": VERSION})
