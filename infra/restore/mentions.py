"""Takes people who are forgotten again out of what others wrote: a restored copy has their names once more.

Whose profile still opens is taken out by name, as at the erasure. Of all others nobody knows the names any more, and
so which words of a text they are: there the whole text goes, with what it had attached.
"""

from collections.abc import Mapping
from dataclasses import replace

from infra.restore.survey import Gone, rows_of
from model.errors import Erased, Purged
from model.interaction import Content, Interaction
from model.naming import remove_id
from model.redaction import REMOVED, remove_people
from store.dynamo.writes import update_if
from store.interactions.mapping import changes, from_row, header_of, to_row
from store.interactions.rows import FeedRow
from store.stores import Stores
from store.vault.sealed import Tampered, bucket_of

Names = tuple[str, ...]


def take_out(stores: Stores, brand: str, gone: Mapping[str, tuple[Gone, Names]]) -> int:
    """Redacts every row of somebody else that names one of `gone`, and counts them."""
    done = 0
    for row in rows_of(brand):
        header = header_of(brand, row)
        named = [gone[each] for each in sorted(header.people) if each in gone]
        named = [(who, words) for who, words in named if header.seen_at <= who.erased_at != 0]
        # What a legal hold keeps stays as it is; the erasure leaves a note of whom it names.
        if named and not row.hold and header.owner not in {who.person for who, _ in named}:
            done += _redacted(stores, brand, row, named)
    return done


def _redacted(stores: Stores, brand: str, row: FeedRow, named: list[tuple[Gone, Names]]) -> bool:
    try:
        item = from_row(brand, row, stores.vault)
    except (Erased, Purged, Tampered):
        return False
    for who, words in named:
        item = _without(item, who, words)
    fresh = to_row(brand, item, stores.vault, bucket_of(bytes(row.sealed)))
    labels = {name: value for name, value in (row.labels or {}).items() if name != "spans"}
    marks = [FeedRow.labels.set(labels)] if labels != (row.labels or {}) else []
    if not update_if(row, [*changes(row, fresh), *marks], FeedRow.rev == row.rev):
        raise RuntimeError("somebody writes to a table that is not served yet")
    return True


def _without(item: Interaction, who: Gone, words: Names) -> Interaction:
    answered = item.answered == who.person
    content = item.content
    if content is not None:
        content = remove_people(content, {who.person}, words) if words else _withheld(content)
    return replace(
        item,
        people=item.people - {who.person},
        answered=None if answered else item.answered,
        content=content,
        natives=remove_id(item.natives, item.natives.answered_id) if answered else item.natives,
    )


def _withheld(content: Content) -> Content:
    text, title = (None if each is None else REMOVED for each in (content.text, content.title))
    return replace(content, text=text, title=title, media=(), named=())
