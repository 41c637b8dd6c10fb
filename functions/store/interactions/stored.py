"""An interaction as it is kept: what steps need beside what it says."""

from dataclasses import dataclass, field

from model.interaction import Interaction, Labels
from store.dynamo import keys as row_keys
from store.interactions.mapping import header_of, labels_of
from store.interactions.rows import FeedRow


@dataclass(frozen=True, slots=True)
class StoredInteraction:
    """Holds one interaction with its revision and what it counts as. What is sealed stays so.

    `row` is for the store alone.
    """

    brand: str
    row: FeedRow = field(repr=False)

    @property
    def id(self) -> str:
        """Returns the interaction's id."""
        return row_keys.item_of(self.row.pk)

    @property
    def rev(self) -> int:
        """Returns the revision, which every change raises."""
        return int(self.row.rev)

    @property
    def header(self) -> Interaction:
        """Returns the interaction with nothing opened: no content, no native ids, no key is touched."""
        return header_of(self.brand, self.row)

    @property
    def labels(self) -> Labels | None:
        """Returns what is said of it; None before anybody looked at it."""
        return labels_of(self.row)

    @property
    def counted_by(self) -> str | None:
        """Returns the message of the queue `sentiment` that first labelled it."""
        return self.row.counted_by

    @property
    def counted_as(self) -> str | None:
        """Returns what it was first counted as (see `Count.from_text`); None of what is not counted."""
        return self.row.counted_as
