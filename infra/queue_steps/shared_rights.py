"""Declares rights that several steps have, each once."""

from infra.step_rights import Opens, Rows

TELL_CHANGES = Rows("TellChanges", "Ops", "get put", "changes")
"""What changes is told to open pages, while there are any."""

INSERT_INTERACTIONS = Rows("FeedByStatement", "Feed", "insert_by_statement", "I")

CREATE_SALTS = (
    Rows("CreateSalts", "Keys", "put", "person bucket"),
    Rows("CreateSaltsByStatement", "Keys", "insert_by_statement", "person bucket"),
)
"""Who is first to keep something of a person or a period makes the salt of its key."""

OPENS_AND_NAMES = Opens("root index person bucket", "root index")
"""Opens what is kept, and gives what platforms name the name it is found by."""

APPLY_LABELS = (
    Rows("CoreByStatement", "Core", "update_by_statement", "identity contact conversation segments members"),
    Rows("Flips", "Ops", "put delete", "flip"),
)
"""Segments, priorities and the hours at which they change by themselves follow from labels."""
