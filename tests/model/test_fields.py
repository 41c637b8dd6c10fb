"""One declaration of each field of an interaction (`model.fields`): nothing that reads it says something else."""

import inspect
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from model.event import Event
from model.fields import BY_RULE, CLEAR, FIELDS, PLAIN, TOLD, Field
from model.interaction import Content, Interaction, Natives
from respond.shapes.interaction import InteractionView
from store.interactions import rows
from store.interactions.rows import FeedRow

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/export.schema.json").read_text(encoding="utf-8"))
EXPORTED = SCHEMA["properties"]["interactions"]["items"]["properties"]
ELSEWHERE = {"id", "brand", "under", "content", "natives", "reply_handle", "labels", "hidden", "unreadable"}
"""Parts that are its key, made of others, with fields of their own, or what we did to it at its platform."""


def test_every_field_of_an_interaction_is_declared_once() -> None:
    declared = [field.name for field in FIELDS]
    assert len(declared) == len(set(declared))
    assert {field.name for field in CLEAR} == {each.name for each in fields(Interaction)} - ELSEWHERE
    assert {field.name for field in FIELDS if field.sealed} <= {
        each.name for part in (Content, Natives) for each in fields(part)
    }


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_field_is_where_its_declaration_says(field: Field) -> None:
    assert field.sealed or field.name in FeedRow.get_attributes()
    assert not field.shown or field.shown in InteractionView.__struct_fields__
    assert not field.exported or field.exported in EXPORTED
    assert field.exported or len(field.reason) > 10


def test_a_plain_text_is_an_attribute_of_its_row_by_its_declaration_alone() -> None:
    source = inspect.getsource(rows)
    assert {"language", "term"} <= set(PLAIN)
    for name in PLAIN:
        assert not re.search(rf"^    {name} = ", source, re.MULTILINE), f"{name} is declared twice"
        attribute = FeedRow.get_attributes()[name]
        assert attribute.attr_name == name
        assert attribute.null
        row = FeedRow("acme#1")
        row.attribute_values[name] = "words"
        kept = row.serialize(null_check=False)
        assert FeedRow.from_raw_data(kept).attribute_values[name] == "words"


@pytest.mark.parametrize("field", CLEAR, ids=lambda field: field.name)
def test_a_clear_field_is_read_as_it_was_written(field: Field) -> None:
    known = Interaction(
        "i" * 32, "acme", "slack", "team", author="a", people=frozenset({"p"}), deleted_order="1"
    )
    assert field.read(field.write(getattr(known, field.name))) == getattr(known, field.name)


def test_fields_that_fold_one_by_one_may_come_in_any_order() -> None:
    one = Interaction("i" * 32, "acme", "slack", "team", author="a", seen_at=5, deleted_order="2")
    two = Interaction("i" * 32, "acme", "slack", "team", author="a", seen_at=3, restored_order="3")
    for name, rule in BY_RULE:
        first, second = getattr(one, name), getattr(two, name)
        assert rule(first, second) == rule(second, first), name


def test_what_an_event_tells_goes_through_fold_and_row_by_its_declaration_alone() -> None:
    told = Content(text="a", title="b", rating=3)
    assert [getattr(told, field.name) for field in TOLD] == ["a", "b", 3]
    assert told.to_record() == {"text": "a", "title": "b", "rating": 3}
    assert {field.name for field in TOLD} <= {each.name for each in fields(Event)}
