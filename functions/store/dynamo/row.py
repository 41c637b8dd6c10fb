"""Adds to PynamoDB's model what every row has: the one client, whole numbers, and plain writes for the hot loops.

PynamoDB builds expressions for anything; that takes twice as long as sending them. The writes of which every
interaction needs several are built here from the model's attributes.
"""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.connection.base import BOTOCORE_EXCEPTIONS
from pynamodb.connection.table import TableConnection
from pynamodb.exceptions import PutError, UpdateError

from store.dynamo.writes import lost_race, use_shared_client


class Whole(NumberAttribute):
    """Holds a whole number: PynamoDB reads and writes every number as JSON, at ten times the price."""

    def serialize(self, value: float) -> str:
        """Returns the number as DynamoDB writes it."""
        return str(value) if type(value) is int else str(super().serialize(value))

    def deserialize(self, value: str) -> int:
        """Returns the number as it was stored."""
        return int(value) if value.isdigit() else int(super().deserialize(value))


class Row:
    """Writes rows beside `Model`. What fails for another reason than a lost race raises as PynamoDB does."""

    _connection: TableConnection | None

    @classmethod
    def _get_connection(cls) -> TableConnection:
        if "_connection" not in vars(cls):
            # Else a model takes that of the one it is made from, which may know of fewer indexes.
            cls._connection = None
        made: TableConnection = super()._get_connection()  # type: ignore[misc]  # the model's, which comes next
        use_shared_client(made.connection)
        return made

    def _set_defaults(self, _user_instantiated: bool = True) -> None:
        """Sets nothing: PynamoDB asks every attribute for a default, and ours have none."""

    def _set_attributes(self: Any, **attributes: Any) -> None:
        """Sets all at once: PynamoDB sets one after the other, which takes as long as sealing what they hold."""
        if unknown := attributes.keys() - self.get_attributes().keys():
            raise ValueError(f"{type(self).__name__} has no {' '.join(sorted(unknown))}")
        self.attribute_values |= attributes

    @classmethod
    def from_raw_data(cls: Any, data: Mapping[str, Any]) -> Any:
        """Reads a row. PynamoDB's own way asks for every attribute that a row could have; few have half of them."""
        row, attributes = cls(_user_instantiated=False), cls.get_attributes()
        row.attribute_values |= {
            name: attributes[name].deserialize(attributes[name].get_value(value))
            for name, value in data.items()
            if name in attributes
        }
        return row

    def put_unless_alive(self: Any, now_s: int) -> bool:
        """Puts the row unless one stands there that is not past its time (`expires_at`); returns whether it did."""
        attributes = self.get_attributes()
        done: bool = self._written(
            "PutItem",
            PutError,
            Item={
                name: stored(attributes[name], value)
                for name, value in self.attribute_values.items()
                if value is not None
            },
            ConditionExpression="attribute_not_exists(pk) OR expires_at <= :now",
            ExpressionAttributeValues={":now": {"N": str(now_s)}},
        )
        return done

    def update_at(self: Any, values: Mapping[str, Any], rev: int | None) -> bool:
        """Sets attributes, or with None removes them, if the stored row is at `rev` (None: if it has none).

        Returns whether it did. This object stays as it is.
        """
        attributes = self.get_attributes()
        change, names, given = _expression(attributes, values)
        names["#rev"], condition = "rev", "attribute_not_exists(#rev)"
        if rev is not None:
            given[":rev"], condition = {"N": str(rev)}, "#rev = :rev"
        key = {name: {"S": getattr(self, name)} for name in ("pk", "sk") if name in attributes}
        done: bool = self._written(
            "UpdateItem",
            UpdateError,
            Key=key,
            UpdateExpression=change,
            ConditionExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=given,
        )
        return done

    def _written(self: Any, operation: str, failure: type[PutError | UpdateError], **request: Any) -> bool:
        table = self._get_connection()
        try:
            # PynamoDB asks for the consumed capacity, and does nothing with it, unless told not to.
            table.connection.dispatch(
                operation, {"TableName": table.table_name, "ReturnConsumedCapacity": "NONE", **request}
            )
        except BOTOCORE_EXCEPTIONS as error:
            failed = failure(f"{operation} was refused or failed", error)
            if lost_race(failed):
                return False
            raise failed from error
        return True


def _expression(
    attributes: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[str, dict[str, str], dict[str, Any]]:
    """Returns an update expression, its names and its values."""
    names: dict[str, str] = {}
    given: dict[str, Any] = {}
    sets, removals = [], []
    for number, (name, value) in enumerate(values.items()):
        names[f"#{number}"] = name
        if value is None:
            removals.append(f"#{number}")
        else:
            given[f":{number}"] = stored(attributes[name], value)
            sets.append(f"#{number} = :{number}")
    parts = (("SET ", sets), ("REMOVE ", removals))
    return " ".join(verb + ", ".join(each) for verb, each in parts if each), names, given


def stored(attribute: Any, value: object) -> dict[str, Any]:
    """Returns a value as DynamoDB has it."""
    return {attribute.attr_type: attribute.serialize(value)}
