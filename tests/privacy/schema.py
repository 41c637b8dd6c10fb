"""As much of JSON Schema as docs/export.schema.json uses."""

from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
KNOWN = {
    "$schema", "title", "description", "type", "properties", "required", "additionalProperties", "items", "const",
    "enum", "format",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], at: str = "$") -> list[str]:
    """Where `value` is not as the schema wants it."""
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    if "const" in schema:
        return [] if value == schema["const"] else [f"{at} is {value!r}"]
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{at} is {value!r}"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, each) for each in types):
        return [f"{at} is a {type(value).__name__}"]
    found: list[str] = []
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{at}.{name} is missing" for name in schema["required"] if name not in value]
        unknown = (
            [] if schema.get("additionalProperties", True) else value.keys() - schema["properties"].keys()
        )
        found += [f"{at}.{name} is unknown" for name in unknown]
        for name, each in value.items():
            found += faults(each, schema["properties"].get(name, {"type": list(TYPES)}), f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for number, each in enumerate(value):
            found += faults(each, schema["items"], f"{at}[{number}]")
    return found


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])
