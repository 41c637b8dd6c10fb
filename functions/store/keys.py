"""Every key string of every table is built here; brand is part of each.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""

import base64
import hmac
from functools import lru_cache

HID_BYTES = 20
DAY_MS = 86_400_000


def hid(index_key: bytes, brand: str, platform: str, realm: str, scope: str, native_id: str) -> str:
    """32 base32 letters (160 bits) that stand for a native id within one brand.

    `realm` keeps people, items and threads apart where a platform numbers them alike (a Telegram chat and
    its user). Inputs are length-prefixed, so that no two lists of parts read the same.
    """
    message = _place(brand, platform, realm, scope) + _measured(native_id)
    digest = hmac.digest(index_key, message, "sha256")[:HID_BYTES]
    return base64.b32encode(digest).decode().lower()


@lru_cache(maxsize=1024)  # the same few for all that comes from one channel
def _place(*parts: str) -> bytes:
    return b"".join(map(_measured, parts))


def _measured(part: str) -> bytes:
    raw = part.encode("utf-8", "surrogatepass")
    return len(raw).to_bytes(4, "big") + raw


def interaction(brand: str, item: str) -> str:
    """feed: one interaction."""
    return f"I#{brand}#{item}"


def item_of(interaction_key: str) -> str:
    """The hid in a feed key."""
    return interaction_key.rsplit("#", 1)[1]


def listed_under(brand: str, parent: str) -> str:
    """feed, index `thread`: what is listed under a conversation or a post."""
    return f"{brand}#{parent}"


def reactions_to(brand: str, target: str) -> str:
    """feed, index `thread`: toggles and shares stand apart from what is to be read and answered."""
    return f"{brand}#{target}#r"


def person_rows(brand: str, owner: str) -> str:
    """feed, index `person`: rows of an owner that their private threads do not list."""
    return f"{brand}#{owner}"


def at(time_ms: int, item: str) -> str:
    """A sort key by time; 40 bits of the item keep those of one millisecond apart."""
    return f"{time_ms:013d}#{item[:8]}"


def listed_in(thread_key: str) -> str:
    """The hid in a key of the index `thread`."""
    return thread_key.split("#")[1]


def person_salt(brand: str, owner: str) -> str:
    """keys: the salt of one person (or of an account, which owns what no person owns)."""
    return f"person#{brand}#{owner}"


def bucket_salt(brand: str, bucket: str) -> str:
    """keys: the salt of one retention bucket."""
    return f"bucket#{brand}#{bucket}"


def owner_of_salt(key: str) -> tuple[str, str] | None:
    """(brand, owner) of a person's salt; None for another."""
    kind, brand, name = (*key.split("#", 2), "", "")[:3]
    return (brand, name) if kind == "person" else None


def bucket_of_salt(key: str) -> tuple[str, str] | None:
    """(brand, bucket) of a bucket's salt; None for another."""
    kind, brand, name = (*key.split("#", 2), "")[:3]
    return (brand, name) if kind == "bucket" else None


def brand_root(brand: str) -> str:
    """keys: the newest of a brand's wrapped roots."""
    return f"root#{brand}"


def earlier_root(brand: str, version: int) -> str:
    """keys: a root that was the newest before."""
    return f"root#{brand}#{version}"


def brand_index(brand: str) -> str:
    """keys: the wrapped key that makes a brand's ids."""
    return f"index#{brand}"


def brand_receipts(brand: str) -> str:
    """keys: the wrapped secret that signs a brand's receipts."""
    return f"signing#{brand}"


def identity(brand: str, person: str) -> str:
    """core: an identity; its rows are `#` (profile) and `thread#…` (private conversations)."""
    return f"identity#{brand}#{person}"


def thread_pointer(conversation: str) -> str:
    """core: sort key of an identity's pointer to a private conversation."""
    return f"thread#{conversation}"


def conversation(brand: str, conversation_id: str) -> str:
    """core: a conversation head."""
    return f"conversation#{brand}#{conversation_id}"


def inbox(brand: str, queue: str) -> str:
    """core, index `inbox`: the open conversations of one assignee (`-` for none)."""
    return f"{brand}#{queue}"


def account(brand: str) -> str:
    """core: a brand's connected accounts, one row each."""
    return f"account#{brand}"


def account_row(platform: str, account_id: str) -> str:
    """core: sort key of an account."""
    return f"{platform}#{account_id}"


def endpoint(endpoint_id: str) -> str:
    """core: the accounts an endpoint serves, one row each."""
    return f"endpoint#{endpoint_id}"


def agents(brand: str) -> str:
    """core: a brand's agents, one row each."""
    return f"agents#{brand}"


def token(token_id: str) -> str:
    """core: an API token; the one key without a brand, because the brand is what it tells."""
    return f"token#{token_id}"


def subject(subject_id: str) -> str:
    """core: a person who signs in with Cognito (its `sub`); the dot keeps it apart from API tokens."""
    return f"token#sub.{subject_id}"


def segments(brand: str) -> str:
    """core: a brand's segments, one row each."""
    return f"segments#{brand}"


def members(brand: str, segment: str) -> str:
    """core: the members of a segment, one row each."""
    return f"members#{brand}#{segment}"


def history(at_ms: int = 0, rev: int | None = None) -> str:
    """core: sort key of a change in an identity's segments or stage; without arguments, what all of them share."""
    return "history#" if rev is None else f"history#{at_ms:013d}#{rev:09d}"


def flips(brand: str) -> str:
    """ops: the contacts whose segments time alone may change, one row each.

    One partition a brand, so that one request finds all that is due, however long no run was made.
    """
    return f"flip#{brand}"


def snoozes(brand: str) -> str:
    """ops: the conversations that open again at an instant, one row each; one partition for the same reason."""
    return f"snooze#{brand}"


def flip(at_ms: int, what: str) -> str:
    """ops: sort key of a contact's next flip, or of the end of a conversation's snooze."""
    return f"{at_ms:013d}#{what}"


def edge(brand: str, person: str) -> str:
    """core: association edges of a person."""
    return f"edge#{brand}#{person}"


def edge_out(author: str, item: str) -> str:
    """core: sort key of an edge at the person who was tagged or answered."""
    return f"<{author}#{item}"


def edge_in(person: str, item: str) -> str:
    """core: sort key of the inverse, at the author."""
    return f">{person}#{item}"


def parked(brand: str, day: str) -> str:
    """ops: deliveries that could not be read, by day of receipt."""
    return f"parked#{brand}#{day}"


def batch_done(brand: str, batch: str) -> str:
    """ops: the mark that a batch was counted."""
    return f"done#{brand}#{batch}"


def attempts(brand: str, message: str) -> str:
    """ops: how often a delivery was tried alone, by the queue's id of its message."""
    return f"attempt#{brand}#{message}"


def rollup(brand: str, day: str) -> str:
    """ops: the counts of a brand's day, one row per platform and hour."""
    return f"rollup#{brand}#{day}"


def settings(brand: str) -> str:
    """core: how a brand wants things done."""
    return f"settings#{brand}"


def answers(brand: str, day: str) -> str:
    """ops: how long people waited, by the day of the answer, one row per platform and hour."""
    return f"rollup#{brand}#answers#{day}"


def pulse(brand: str, hour: str) -> str:
    """ops: what people talk about in an hour that is not over, one row a channel and batch."""
    return f"pulse#{brand}#{hour}"


def hour_of_pulse(key: str) -> tuple[str, str] | None:
    """(brand, hour) of a pulse; None for another key."""
    kind, brand, hour = (*key.split("#", 2), "", "")[:3]
    return (brand, hour) if kind == "pulse" else None


def topics(brand: str, day: str) -> str:
    """ops: what people talked about in the hours of a day, one row a channel and hour."""
    return f"topics#{brand}#{day}"


def topic_hour(hour: str, account: str) -> str:
    """ops: sort key of a channel's hour."""
    return f"{hour}#{account}"


def alerts(brand: str) -> str:
    """ops: what people should look at, one row a subject and hour."""
    return f"alerts#{brand}"


def watched(brand: str) -> str:
    """ops: since when something is far from usual."""
    return f"watch#{brand}"


def spent(brand: str, day: str) -> str:
    """ops: what a brand used of a day's budgets."""
    return f"spent#{brand}#{day}"


def rates(brand: str, window: int) -> str:
    """ops: how many requests were made in a minute (epoch minutes), one row for each agent and one for all."""
    return f"rate#{brand}#{window}"


def corrections(brand: str) -> str:
    """ops: what agents said instead of the engine, one row an interaction."""
    return f"corrections#{brand}"


def correction(at_ms: int, item: str) -> str:
    """ops: sort key of a correction."""
    return f"{at_ms:013d}#{item}"


def audit(brand: str, day: str) -> str:
    """ops: who read or changed what on a day."""
    return f"audit#{brand}#{day}"


def receipts(brand: str) -> str:
    """core: a brand's chain of receipts, one row each by number."""
    return f"receipts#{brand}"


def task(brand: str, task_id: str) -> str:
    """ops: a request about somebody's data; its rows are `#` and `count#…`."""
    return f"task#{brand}#{task_id}"


def waiting_tasks(brand: str) -> str:
    """ops: the requests of a brand that wait for a person's confirmation, one row each."""
    return f"waiting#{brand}"


def task_count(item_class: str) -> str:
    """ops: sort key of what a task did to one class of items."""
    return f"count#{item_class}"


def confirmation(code: str) -> str:
    """ops: whose task a confirmation code is; without a brand, because the brand is what it tells."""
    return f"status#{code}"


def consents(brand: str, person: str) -> str:
    """core: a person's consent log, one row a line."""
    return f"consent#{brand}#{person}"


def export_pointer(task_id: str) -> str:
    """core: sort key of an identity's pointer to a copy of their data."""
    return f"export#{task_id}"


def open_buckets(brand: str) -> str:
    """ops: the retention buckets of a brand whose keys were not destroyed yet, one row each."""
    return f"buckets#{brand}"


def in_bucket(brand: str, bucket: str) -> str:
    """feed, index `expiry`: the rows of a bucket, where they have to be deleted one by one."""
    return f"{brand}#{bucket}"


def idle(brand: str, kind: str, platform: str) -> str:
    """core, index `due`: what goes after the same time, sorted by the day since which it is idle."""
    return f"{brand}#{kind}#{platform}"


def purge(brand: str) -> str:
    """ops: the lease of a brand's purge and how far it got."""
    return f"purge#{brand}"


def brands() -> str:
    """core: every brand, one row each."""
    return "brands#"


def holds(brand: str) -> str:
    """core: a brand's legal holds, one row a person, and the gate."""
    return f"holds#{brand}"


def hold_name(hold: str) -> str:
    """Owner and bucket of everything that is sealed under a legal hold."""
    return f"hold.{hold}"


def withheld(brand: str, hold: str) -> str:
    """core: whose erasure a legal hold kept from some of its rows, one row a person."""
    return f"withheld#{brand}#{hold}"


def hold_of(bucket: str) -> str:
    """The hold whose bucket this is."""
    return bucket.removeprefix("hold.")


def is_hold(bucket: str) -> bool:
    """Whether a bucket is that of a legal hold."""
    return bucket.startswith("hold.")


def edge_is_inward(sort_key: str) -> bool:
    """Whether the person at whom the edge stands is the one tagged or answered."""
    return sort_key.startswith("<")


def edge_end(sort_key: str) -> str:
    """The other person of an edge."""
    return sort_key[1:].partition("#")[0]


def edge_item(sort_key: str) -> str:
    """The interaction an edge comes from."""
    return sort_key.partition("#")[2]
