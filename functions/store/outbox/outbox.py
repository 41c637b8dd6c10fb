"""The outbox: replies in `ops`, each change conditional on nobody else having been faster.

A reply lives as long as an interaction received when it was accepted, and is sealed like one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pynamodb.exceptions import DoesNotExist

from model.errors import Conflict
from model.interaction import account_owner
from model.reply import Passage, Reply, ReplyState
from store.contacts.wakeups import Wakeups
from store.dynamo.rows import OpsRow
from store.dynamo.writes import put_if
from store.journal.changes import ChangeJournal, HeadChange
from store.outbox import keys as outbox_keys
from store.outbox.rows import ReplyRow
from store.outbox.safekeeping import Safekeeping, find_safekeeping, open_words, prepare_safekeeping
from store.vault.sealed import SealedPlace
from store.vault.vault import Vault

HEAD = "#"
WORDS = (
    "platform", "account", "conversation", "item", "person", "mode", "operation", "agent", "tag", "then",
    "fingerprint", "about", "after",
)  # fmt: skip
NUMBERS = ("created_at", "due_at", "attempts", "attempt_at", "gone_at", "messages")
SEALED = ("text", "native_id", "prepared", "words", "target", "file", "template")

SENDINGS = Wakeups(outbox_keys.sendings)
"""Replies to look at: to send, to send again, or to find out what became of them."""
APPROVALS = Wakeups(outbox_keys.approvals)
"""Replies that wait for somebody's approval, by when they were written."""


class Outbox:
    """Keeps and changes replies of one brand at a time."""

    def __init__(self, vault: Vault, changes: ChangeJournal) -> None:
        self._changes = changes
        self._vault = vault

    def add_reply(self, reply: Reply) -> Reply:
        """Keeps a new reply and what leads to it, and returns it; the one that is there already if its id is taken.

        The lists and the due row come first: whoever is stopped in between leaves what points to nothing.
        Raises Erased and Purged when it cannot be sealed any more.
        """
        row = self._row(reply, prepare_safekeeping(self._vault, reply.brand, *_kept(reply)))
        for place in self._places(reply):
            place.expires_at = row.expires_at
            place.save()
        SENDINGS.arm_wakeup(reply.brand, reply.id, reply.first_look_at)
        if reply.state is ReplyState.AWAITING_APPROVAL:
            APPROVALS.arm_wakeup(reply.brand, reply.id, reply.created_at)
        if put_if(row, ReplyRow.pk.does_not_exist()):
            self._tell(reply)
            return replace(reply, rev=1)
        known = self.find_reply(reply.brand, reply.id)
        if known is None:
            raise Conflict("a reply is being made at this moment")
        return known

    def find_reply(self, brand: str, reply_id: str) -> Reply | None:
        """Returns a reply as it is now, without its words where its keys are gone; None where there is none."""
        try:
            row = ReplyRow.get(outbox_keys.reply(brand, reply_id), HEAD, consistent_read=True)
        except DoesNotExist:
            return None
        return self._read(brand, row)

    def change_reply(self, known: Reply, after: Reply, look_at: int | None = None) -> Reply:
        """Keeps `after` in the place of `known`, and returns it; `look_at` is when to look at it again (epoch ms).

        Raises Conflict when somebody else was faster.
        """
        if look_at is not None:
            SENDINGS.arm_wakeup(known.brand, known.id, look_at)
        row = self._row(
            replace(after, rev=known.rev), find_safekeeping(self._vault, after.brand, *_kept(after))
        )
        values = {
            name: getattr(row, name, None) for name in ReplyRow.get_attributes() if name not in ("pk", "sk")
        }
        key = ReplyRow(row.pk, HEAD)
        if not key.update_at(values, known.rev):
            raise Conflict("the reply was changed by somebody else")
        if known.state is ReplyState.AWAITING_APPROVAL and after.state is not known.state:
            APPROVALS.disarm_wakeup(known.brand, known.id, known.created_at)
        if after.state is not known.state:
            self._tell(after)
        return replace(after, rev=known.rev + 1)

    def _tell(self, reply: Reply) -> None:
        change = HeadChange(reply.conversation, 0, ("replies",), reply.agent)
        self._changes.note_changes(reply.brand, [change])

    def page_replies(
        self, brand: str, conversation: str, before: str | None, limit: int
    ) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, id) of a conversation's replies, newest first."""
        condition = None if before is None else OpsRow.sk < before
        rows = OpsRow.query(
            outbox_keys.replies(brand, conversation), condition, scan_index_forward=False, limit=limit
        )
        return [(row.sk, row.sk.partition("#")[2]) for row in rows]

    def page_approvals(self, brand: str, after: str | None, limit: int) -> list[tuple[str, str]]:
        """Returns up to `limit` (position, id) of the replies that wait for an approval, the oldest first."""
        condition = None if after is None else OpsRow.sk > after
        rows = OpsRow.query(outbox_keys.approvals(brand), condition, limit=limit)
        return [(row.sk, row.sk.partition("#")[2]) for row in rows]

    def read_replies(self, brand: str, ids: Iterable[str]) -> dict[str, Reply]:
        """Returns those of these replies that exist, by id."""
        wanted = [(outbox_keys.reply(brand, each), HEAD) for each in dict.fromkeys(ids)]
        rows = list(ReplyRow.batch_get(wanted, consistent_read=True)) if wanted else []
        self._vault.load_salts(brand, [bytes(row.sealed) for row in rows if row.sealed])
        found = (self._read(brand, row) for row in rows)
        return {reply.id: reply for reply in found}

    def list_of_person(self, brand: str, person: str) -> Iterator[tuple[str, int]]:
        """Yields the replies that a person's key seals, each with when it was accepted."""
        for row in OpsRow.query(outbox_keys.outbox(brand, person), consistent_read=True):
            at, _, reply = row.sk.partition("#")
            yield reply, int(at)

    def page_of_person(self, brand: str, person: str, limit: int) -> list[str]:
        """Returns the latest replies that a person's key seals, newest first."""
        key = outbox_keys.outbox(brand, person)
        rows = OpsRow.query(key, scan_index_forward=False, limit=limit, consistent_read=True)
        return [row.sk.partition("#")[2] for row in rows]

    def _places(self, reply: Reply) -> list[OpsRow]:
        position = outbox_keys.listed(reply.created_at, reply.id)
        return [
            OpsRow(outbox_keys.replies(reply.brand, reply.conversation), position),
            OpsRow(outbox_keys.outbox(reply.brand, _owner(reply)), position),
        ]

    def _row(self, reply: Reply, kept_by: Safekeeping) -> ReplyRow:
        pk = outbox_keys.reply(reply.brand, reply.id)
        sealed = self._vault.seal(
            reply.brand,
            SealedPlace("ops", pk, HEAD),
            kept_by.owner,
            kept_by.bucket,
            {name: value for name in SEALED if (value := getattr(reply, name))},
        )
        values: dict[str, Any] = {name: getattr(reply, name) or None for name in (*WORDS, *NUMBERS)}
        return ReplyRow(
            pk,
            HEAD,
            rev=reply.rev + 1,
            state=reply.state.value,
            passages=[[each.state.value, each.at, each.code] for each in reply.passages],
            unfinished=True if reply.unfinished else None,
            expires_at=kept_by.expires_at,
            sealed=sealed,
            **values,
        )

    def _read(self, brand: str, row: ReplyRow) -> Reply:
        opened = open_words(self._vault, brand, row, int(row.created_at))
        values: dict[str, Any] = {name: getattr(row, name) or "" for name in WORDS}
        values |= {name: int(getattr(row, name) or 0) for name in NUMBERS}
        values |= {name: str(opened.get(name, "")) for name in SEALED}
        return Reply(
            id=row.pk.rpartition("#")[2],
            brand=brand,
            state=ReplyState(row.state),
            passages=tuple(
                Passage(ReplyState(state), int(at), code) for state, at, code in row.passages or ()
            ),
            unfinished=bool(row.unfinished),
            rev=int(row.rev),
            **values,
        )


def _owner(reply: Reply) -> str:
    return reply.person or account_owner(reply.account)


def _kept(reply: Reply) -> tuple[str, str, str, int]:
    """Returns what decides how it is sealed."""
    return _owner(reply), reply.platform, reply.account, reply.created_at
