"""Lists what a segment's rule may ask about a person, as the code that reads rules has it."""

from collections.abc import Iterator

from model.analysis import INTENTS, SENTIMENTS
from model.contact import Stage
from model.event import Kind, Mode
from model.rule import ATTRIBUTES, COMPARISONS
from model.window import COUNTED, LONGEST_DAYS
from platforms import registry
from respond.action import Asked, Caller, action
from respond.shapes.page import Page
from respond.shapes.segment import AttributeView

NEVER_LATEST = frozenset({Kind.LEAVE, Kind.EDIT, Kind.DELETE, Kind.CONTROL, Kind.IGNORE})
"""What nobody's latest interaction can be: it becomes none."""


@action(scope="segments:read", audit=None)
def list_vocabulary(caller: Caller, asked: Asked[None]) -> Page[AttributeView]:  # noqa: ARG001 - takes nothing
    """Lists the attributes that rules may ask for, the comparisons of each, and its values where they are known."""
    return Page(data=list(_attributes()), next_cursor=None, has_more=False)


def _attributes() -> Iterator[AttributeView]:
    known: dict[str, list[str | bool]] = {
        "stage": [*map(str, Stage)],
        "platform": [*sorted(registry.names())],
        "mode": [*map(str, Mode)],
        "kind": [str(each) for each in Kind if each not in NEVER_LATEST],
        "sentiment": [*SENTIMENTS],
        "intent": [*INTENTS],
    }
    for name, (kind, _) in ATTRIBUTES.items():
        yield AttributeView(
            attribute=name,
            ops=[word for word, (kinds, _) in COMPARISONS.items() if kind in kinds],
            values=[True, False] if kind is bool else known.get(name, []),
            within_days=LONGEST_DAYS if name in COUNTED else None,
        )
