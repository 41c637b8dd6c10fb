"""A file of history that somebody uploads: to whose account it goes, how it is read, and how far that is."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote_plus

from model import raw_objects
from model.errors import Malformed
from model.file_form import FileForm

_NAME = re.compile(r"imports/[^/]+/[^/]+/[^/]+/\d+-([a-z2-7]{32})-([A-Za-z0-9_-]+)\.json")


class ImportState(StrEnum):
    """Says what becomes of an import: `waiting` is for its file, or for its turn."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({ImportState.DONE, ImportState.FAILED, ImportState.CANCELLED})


@dataclass(frozen=True, slots=True)
class ImportJob:
    """Holds an import. `parts` are those that are safe; what was counted is counted up to there. Times are epoch ms."""

    id: str
    brand: str
    account: str
    endpoint: str
    told: FileForm
    dry_run: bool
    created_at: int
    created_by: str
    state: ImportState = ImportState.WAITING
    parts: int = 0
    new: int = 0
    known: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    reason: str | None = None
    ended_at: int = 0
    rev: int = 0

    @property
    def key(self) -> str:
        """Returns where its file is put: its name says whose it is, and nothing of anybody."""
        name = f"{self.id}-{self.brand}"
        return raw_objects.key(raw_objects.IMPORTS, self.told.platform, self.created_at, name)


@dataclass(frozen=True, slots=True)
class ImportWanted:
    """Says that an import is to begin or to go on."""

    brand: str
    id: str

    def to_json(self) -> str:
        """Returns the message of the queue `imports`."""
        return json.dumps({"brand": self.brand, "import": self.id}, separators=(",", ":"))


def read_imports_message(text: str) -> list[ImportWanted]:
    """Returns what a message of the queue `imports` asks for: one of ours, or the bucket's that files were put there.

    The bucket's test message and files of other names ask for nothing. Raises Malformed for what is neither.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    """
    try:
        record = json.loads(text)
        if "import" in record:
            return [ImportWanted(str(record["brand"]), str(record["import"]))]
        keys = [unquote_plus(str(each["s3"]["object"]["key"])) for each in record.get("Records", ())]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Malformed("bad_imports_message") from error
    named = [_NAME.fullmatch(key) for key in keys]
    return [ImportWanted(found[2], found[1]) for found in named if found is not None]
