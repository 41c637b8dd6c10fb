"""Table definitions live once, in the template; the PynamoDB models say the same."""

from typing import Any

import pytest
from pynamodb.models import Model

from store.brand.rows import PollRow
from store.dynamo.rows import CoreMeta, FeedMeta, KeysMeta, OpsMeta
from tests.rows import MODELS
from tests.tables import NAMES, table_properties

METAS: dict[str, Any] = {
    "core": CoreMeta,
    "feed": FeedMeta,
    "ops": OpsMeta,
    "keys": KeysMeta,
}


def _meta(model: type[Model]) -> Any:
    return model.Meta


def _models(name: str) -> list[type[Model]]:
    return [each for each in MODELS.values() if issubclass(_meta(each), METAS[name])]


def _schema(properties: dict[str, Any]) -> dict[str, str]:
    types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
    return {
        each["KeyType"]: f"{each['AttributeName']}:{types[each['AttributeName']]}"
        for each in properties["KeySchema"]
    }


@pytest.mark.parametrize("name", NAMES)
def test_models_have_the_keys_of_their_table(name: str) -> None:
    expected = _schema(table_properties(name))
    assert _models(name)
    for model in _models(name):
        found = {
            kind: f"{attribute.attr_name}:{attribute.attr_type}"
            for attribute in model.get_attributes().values()
            for kind, is_key in (("HASH", attribute.is_hash_key), ("RANGE", attribute.is_range_key))
            if is_key
        }
        assert found == expected, model.__name__


@pytest.mark.parametrize("name", NAMES)
def test_indexes_of_models_are_indexes_of_the_template(name: str) -> None:
    properties = table_properties(name)
    types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
    defined = {
        index["IndexName"]: (
            [f"{key['AttributeName']}:{types[key['AttributeName']]}" for key in index["KeySchema"]],
            index["Projection"]["ProjectionType"],
        )
        for index in properties.get("GlobalSecondaryIndexes", [])
    }
    for model in _models(name):
        for index in model._indexes.values():
            attributes = index.Meta.attributes.values()
            keys = [a for a in attributes if a.is_hash_key] + [a for a in attributes if a.is_range_key]
            shape = [f"{key.attr_name}:{key.attr_type}" for key in keys]
            assert defined[index.Meta.index_name] == (shape, index.Meta.projection.projection_type)


def test_rows_that_expire_name_the_template_s_attribute() -> None:
    for name in ("feed", "ops"):
        attribute = table_properties(name)["TimeToLiveSpecification"]["AttributeName"]
        lasting = {PollRow}  # as long as its account
        models = {*_models(name)} - lasting
        assert all(attribute in model.get_attributes() for model in models)
