"""Rows are read as botocore reads them."""

import base64
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import JSONParser

from aws import clients
from aws.answers import ValueParser

BYTES = base64.b64encode(b"\x00\xffsealed").decode()
ROW: dict[str, Any] = {
    "pk": {"S": "é"},
    "n": {"N": "-1.5"},
    "sealed": {"B": BYTES},
    "yes": {"BOOL": True},
    "none": {"NULL": True},
    "words": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1"]},
    "keys": {"BS": [BYTES, BYTES]},
    "facts": {"M": {"deep": {"M": {"list": {"L": [{"B": BYTES}, {"N": "1"}, {"M": {}}]}}}}},
    "later": {"XX": "a kind that came after us"},
}


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("GetItem", {"Item": ROW}),
        ("Query", {"Items": [ROW, {}], "Count": 2, "LastEvaluatedKey": {"pk": {"S": "x"}}}),
        ("BatchGetItem", {"Responses": {"core": [ROW]}, "UnprocessedKeys": {}}),
        (
            "BatchExecuteStatement",
            {"Responses": [{"TableName": "core", "Item": ROW}, {"Error": {"Code": "x"}}]},
        ),
    ],
)
def test_an_answer_is_what_botocore_makes_of_it(operation: str, answer: dict[str, Any]) -> None:
    model = ServiceModel(Loader().load_service_model("dynamodb", "service-2"), "dynamodb")
    shape = model.operation_model(operation).output_shape
    assert ValueParser()._parse_shape(shape, answer) == JSONParser()._parse_shape(shape, answer)


def test_the_clients_of_tables_read_so() -> None:
    factory = clients.client("dynamodb")._endpoint._response_parser_factory
    assert isinstance(factory.create_parser("json"), ValueParser)
    assert not isinstance(factory.create_parser("query"), ValueParser)
