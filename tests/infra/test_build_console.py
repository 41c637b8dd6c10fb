"""The page's folder is the built files, gzipped the same way every time; routes are those of the API."""

import gzip
from pathlib import Path

import pytest

from infra.build import console


def test_the_folder_is_replaced_and_the_same_source_is_the_same_file(tmp_path: Path) -> None:
    built, page = tmp_path / "built", tmp_path / "page"
    (built / "assets").mkdir(parents=True)
    (built / "assets" / "one.js").write_text("1;" * 600)
    console.fill_folder(built, page)
    first = (page / "assets" / "one.js.gz").read_bytes()
    assert gzip.decompress(first) == b"1;" * 600
    (page / "old.gz").write_bytes(b"")
    console.fill_folder(built, page)
    assert [path.name for path in page.rglob("*.gz")] == ["one.js.gz"]
    assert (page / "assets" / "one.js.gz").read_bytes() == first
    assert console.measure_scripts(page) == len(first) / 1000


def test_routes_are_named_as_the_page_asks_for_them() -> None:
    openapi = {"paths": {"/me": {"get": {}, "parameters": []}, "/a/{id}": {"put": {}, "delete": {}}}}
    assert console.list_routes(openapi) == ["DELETE /a/{id}", "GET /me", "PUT /a/{id}"]


def test_without_node_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(console.NoNode, match="make console"):
        console.find_node(tmp_path)


def test_every_platform_says_what_it_asks_for() -> None:
    told = {each["name"]: each for each in console.list_platforms()}
    assert {"facebook", "x", "slack"} <= told.keys()
    assert told["facebook"]["docs"].startswith("https://")
    assert [each["name"] for each in told["facebook"]["secrets"]]


def test_parameters_are_named_beside_their_routes() -> None:
    openapi = {"paths": {"/c": {"get": {"parameters": [
        {"name": "status", "in": "query", "schema": {"enum": ["open", "closed"]}},
        {"name": "If-Match", "in": "header", "schema": {}},
    ]}}}}  # fmt: skip
    assert console.list_routes(openapi) == [
        "GET /c",
        "GET /c?status",
        "GET /c?status=closed",
        "GET /c?status=open",
    ]


def test_what_a_rule_may_ask_is_told_with_its_kind() -> None:
    told = {each["name"]: each for each in console.list_attributes()}
    assert told["negative"] == {"name": "negative", "kind": "number", "hasWindow": True}
    assert told["stage"]["kind"] == "text"
    assert told["tags"]["kind"] == "list"
    assert told["unhappy"]["kind"] == "flag"
