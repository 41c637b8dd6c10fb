"""Between an interaction and its row: what is in the clear, what is sealed, what is indexed."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from pynamodb.expressions.update import Action

from model import naming, policy
from model.event import Mode
from model.fields import CLEAR
from model.interaction import Correction, Interaction, Labels
from store.dynamo import keys as row_keys
from store.interactions import keys as interaction_keys
from store.interactions.rows import FeedRow
from store.vault import keys as vault_keys
from store.vault.sealed import SealedPlace
from store.vault.vault import Opened, Vault

TUPLES = ("intent", "methods", "reasons")
"""Fields of labels that are lists in JSON."""

FOLDED = (
    *(field.name for field in CLEAR if field.name not in ("platform", "account")),
    *("thread_pk", "thread_sk", "person_pk", "person_sk", "kept_at", "expiry_sk"),
)
"""The attributes that a fold may change; all others belong to other steps."""

HELD = ("hold", "expires_at", "due_at", "expiry_pk", "expiry_sk")
"""The attributes that say whether a row is under a legal hold, and when it goes."""


def place(row_key: str) -> SealedPlace:
    """Returns where an interaction's sealed attribute stands."""
    return SealedPlace("feed", row_key)


def to_row(brand: str, item: Interaction, vault: Vault, bucket: str | None = None) -> FeedRow:
    """Returns the row of an interaction; `bucket` is the one it already has. Raises Erased or Purged.

    What is owned by somebody under a legal hold is sealed under the hold from the first.
    """
    first_bucket = policy.bucket_of(item.platform, item.account, policy.INTERACTION, item.received_at)
    row = FeedRow(
        interaction_keys.interaction(brand, item.id),
        rev=1,
        expires_at=policy.expires_at(item.platform, item.received_at),
        **{field.name: field.write(getattr(item, field.name)) for field in CLEAR},
    )
    if item.seen_at == item.created_at:
        # Nearly always so, and a row must stay below 1 KiB.
        row.seen_at = None
    row.kept_at = item.content.kept_at if item.content else None
    _index(brand, row, item)
    if not policy.rule_for(item.platform).residue:
        # The index tells a purge what is kept of the row elsewhere.
        row.expiry_pk, row.expiry_sk = vault_keys.in_bucket(brand, first_bucket), row.kept_at or item.id
    bucket = _held(brand, item, vault, bucket or first_bucket)
    owner = bucket if vault_keys.is_hold(bucket) else item.owner
    if vault_keys.is_hold(bucket):
        row.hold, row.due_at, row.expires_at = vault_keys.hold_of(bucket), row.expires_at, None
        row.expiry_pk, row.expiry_sk = vault_keys.in_bucket(brand, bucket), item.id
    row.sealed = vault.seal(brand, place(row.pk), owner, bucket, naming.to_personal_record(item))
    return row


def _held(brand: str, item: Interaction, vault: Vault, bucket: str) -> str:
    hold = None if vault_keys.is_hold(bucket) else vault.find_hold(brand, item.owner)
    return bucket if hold is None else vault_keys.hold_name(hold)


def changes(known: FeedRow, fresh: FeedRow) -> list[Action]:
    """Returns the update that turns `known` into `fresh` and touches nothing a fold or a legal hold does not own."""
    actions: list[Action] = [FeedRow.rev.set(int(known.rev) + 1), FeedRow.sealed.set(fresh.sealed)]
    for name in FOLDED if known.hold == fresh.hold else dict.fromkeys((*FOLDED, *HELD)):
        value = getattr(fresh, name)
        if value == getattr(known, name):
            continue
        attribute = getattr(FeedRow, name)
        actions.append(attribute.remove() if value is None else attribute.set(value))
    return actions


def header_of(brand: str, row: FeedRow) -> Interaction:
    """Returns what a row says in the clear."""
    # A model's attribute takes as long to ask for as all else here.
    get: Callable[[str], Any] = row.attribute_values.get
    values = {field.name: field.read(get(field.name)) for field in CLEAR}
    if values["seen_at"] is None:
        values["seen_at"] = values["created_at"]
    return Interaction(
        id=row_keys.item_of(row.pk),
        brand=brand,
        under=interaction_keys.listed_in(get("thread_pk")) if get("thread_pk") else None,
        labels=labels_of(row),
        hidden=bool(get("hidden_at")),
        **values,
    )


def from_row(brand: str, row: FeedRow, vault: Vault) -> Interaction:
    """Returns the interaction in a row. Raises Erased or Purged without its keys."""
    record = vault.unseal(brand, place(row.pk), bytes(row.sealed)) if row.sealed else {}
    return naming.from_personal_record(header_of(brand, row), record)


def read_row(brand: str, row: FeedRow, vault: Vault) -> Opened[Interaction]:
    """Returns the interaction in a row for readers, whom a damaged row does not stop."""
    if not row.sealed:
        return Opened(header_of(brand, row))
    return vault.read_sealed(
        brand,
        place(row.pk),
        bytes(row.sealed),
        lambda record: naming.from_personal_record(header_of(brand, row), record),
    )


def placeholder(brand: str, row: FeedRow) -> Interaction:
    """Returns what stands for a damaged row: as much of its header as can be read."""
    try:
        return replace(header_of(brand, row), unreadable=True)
    except (ValueError, TypeError, LookupError):
        now = int(row.received_at or 0)
        return Interaction(
            id=row_keys.item_of(row.pk),
            brand=brand,
            platform=row.platform,
            account=row.account,
            kind=None,
            mode=Mode.PRIVATE,
            received_at=now,
            seen_at=now,
            unreadable=True,
        )


def labels_of(row: FeedRow) -> Labels | None:
    """Returns the labels of a row, if it has any."""
    if row.label_of is None:
        return None
    record = dict(row.labels or {})
    for name in TUPLES:
        record[name] = tuple(record.get(name, ()))
    record["spans"] = tuple((start, length, weight) for start, length, weight in record.get("spans", ()))
    if "correction" in record:
        record["correction"] = _correction(record["correction"])
    return Labels(of=row.label_of, **record)


def _correction(record: dict[str, Any]) -> Correction:
    intent = record.get("intent")
    more = {"intent": None if intent is None else tuple(intent), "was_intent": tuple(record["was_intent"])}
    return Correction(**(record | more))


def labels_record(labels: Labels) -> dict[str, Any]:
    """Returns what is kept of labels beside the version they are of."""
    record = {name: getattr(labels, name) for name in Labels.__slots__ if name != "of"}
    if labels.correction is not None:
        record["correction"] = asdict(labels.correction)
    return {name: value for name, value in record.items() if value not in (None, (), 0.0, "")}


def _index(brand: str, row: FeedRow, item: Interaction) -> None:
    moment = row_keys.at(item.occurred_at, item.id)
    if item.under is not None:
        listing = interaction_keys.reactions_to if item.listed_apart else interaction_keys.listed_under
        row.thread_pk, row.thread_sk = listing(brand, item.under), moment
    # A private thread lists its customer's rows already; everything else is found by its owner.
    if item.mode is not Mode.PRIVATE or item.conversation is None:
        row.person_pk, row.person_sk = interaction_keys.person_rows(brand, item.owner), moment
