"""The fold: whatever order and repetition events come in, one state."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Event, Kind, Mode
from model.fold import CREATE, DELETE, EDIT, RESTORE, fold, make_version, order_of
from model.interaction import Interaction

NOW = 1_790_000_000_000


def _event(kind: Kind, at: int | None, text: str | None = None, **more: object) -> Event:
    return Event(kind, external_id="1", occurred_at=at, text=text, **more)  # type: ignore[arg-type]  # named fields


def _alone(event: Event, event_id: str = "a", received_at: int = NOW) -> Interaction:
    kind = None if event.kind in (Kind.EDIT, Kind.DELETE) else event.kind
    at = event.occurred_at or received_at
    header = Interaction(
        "i", "b", "slack", "acc", kind, created_at=at if kind else None, seen_at=at, received_at=received_at
    )
    return make_version(header, event, order_of(event, received_at, event_id))


def _folded(*items: Interaction) -> Interaction:
    state: Interaction | None = None
    for item in items:
        state = fold(state, item)
    assert state is not None
    return state


def test_verbs_of_one_instant_are_ordered() -> None:
    at = 1000
    orders = [
        order_of(_event(Kind.COMMENT, at), NOW, "z"),
        order_of(_event(Kind.EDIT, at), NOW, "y"),
        order_of(_event(Kind.COMMENT, at, restores=True), NOW, "x"),
        order_of(_event(Kind.DELETE, at), NOW, "w"),
    ]
    assert orders == sorted(orders)
    assert [order[13] for order in orders] == [CREATE, EDIT, RESTORE, DELETE]


def test_an_edit_may_come_before_its_creation() -> None:
    edit, create = _alone(_event(Kind.EDIT, 2000, "new")), _alone(_event(Kind.COMMENT, 1000, "old"))
    state = _folded(edit, create)
    assert state == _folded(create, edit)
    assert state.content is not None
    assert (state.content.text, state.kind, state.occurred_at) == ("new", Kind.COMMENT, 1000)


def test_a_deletion_takes_older_content_whenever_it_comes() -> None:
    create, edit = _alone(_event(Kind.COMMENT, 1000, "x")), _alone(_event(Kind.EDIT, 1500, "y"))
    delete = _alone(_event(Kind.DELETE, 2000))
    for order in ((create, edit, delete), (delete, edit, create), (edit, delete, create)):
        state = _folded(*order)
        assert state.deleted
        assert state.content is None


def test_only_a_later_restore_lifts_a_deletion() -> None:
    create, delete = _alone(_event(Kind.COMMENT, 1000, "x")), _alone(_event(Kind.DELETE, 2000))
    early = _alone(_event(Kind.COMMENT, 1500, "early", restores=True))
    late = _alone(_event(Kind.COMMENT, 3000, "back", restores=True))
    assert _folded(create, delete, early).deleted
    state = _folded(late, delete, create)
    assert not state.deleted
    assert state.content is not None
    assert state.content.text == "back"


def test_a_toggle_shows_its_latest_position() -> None:
    on, off = _alone(_event(Kind.REACTION, 1000, "👍")), _alone(_event(Kind.REACTION, 2000, None))
    again = _alone(_event(Kind.REACTION, 3000, "🎉"))
    assert _folded(off, on).deleted
    state = _folded(again, off, on)
    assert not state.deleted
    assert state.content is not None
    assert state.content.text == "🎉"


def test_impossible_times_count_as_the_receipt() -> None:
    for at in (None, -5, 0, NOW + 11 * 60_000, 10**15):
        assert order_of(_event(Kind.COMMENT, at), NOW, "a").startswith(f"{NOW:013d}")
    assert order_of(_event(Kind.COMMENT, NOW + 9 * 60_000), NOW, "a") > f"{NOW:013d}"


VERBS = st.sampled_from([Kind.COMMENT, Kind.EDIT, Kind.DELETE, "restore"])
TIMES = st.sampled_from([None, -1, 1000, 1000, 2000, 3000, 4000, NOW * 10])


@st.composite
def _deliveries(draw: st.DrawFn) -> list[Interaction]:
    items = []
    for number in range(draw(st.integers(1, 7))):
        verb, at = draw(VERBS), draw(TIMES)
        restores = verb == "restore"
        kind = Kind.COMMENT if restores else Kind(verb)
        text = None if kind is Kind.DELETE else draw(st.sampled_from(["a", "b", None]))
        event = replace(_event(kind, at, text), restores=restores)
        items.append(_alone(event, f"e{number}", NOW + draw(st.integers(0, 3))))
    return items


@settings(max_examples=500, deadline=None)
@given(items=_deliveries(), data=st.data())
def test_any_permutation_with_any_repetition_gives_one_state(
    items: list[Interaction], data: st.DataObject
) -> None:
    expected = _folded(*items)
    shuffled = data.draw(st.permutations(items + data.draw(st.lists(st.sampled_from(items), max_size=5))))
    assert _folded(*shuffled) == expected


def test_an_event_that_does_not_know_its_mode_hides_nothing_and_shows_nothing() -> None:
    """A mention says private because it does not know; only what tells of the item itself may say public."""
    public = replace(_alone(_event(Kind.MESSAGE, 1000, "a")), mode=Mode.PUBLIC)
    private, unsure = (
        replace(_alone(_event(kind, 1000, "a")), mode=Mode.PRIVATE) for kind in (Kind.MESSAGE, Kind.MENTION)
    )
    deletion = replace(_alone(_event(Kind.DELETE, 2000)), mode=Mode.PUBLIC)
    for items in permutations((public, unsure, deletion)):
        assert _folded(*items).mode is Mode.PUBLIC
    for items in permutations((private, unsure, deletion)):
        assert _folded(*items).mode is Mode.PRIVATE
