"""Tables as text (CSV), row by row."""

import csv
import io
from collections.abc import Iterator

from model.errors import Malformed

MOST_ROWS = 20_000
LARGEST_CELL = 131_072


def read_rows(body: bytes, known: frozenset[str]) -> Iterator[dict[str, str]]:
    """Yields the rows of a table by the names in its first line, of which one must be `known`.

    Raises Malformed: `bad_encoding`, `bad_csv`, `wrong_shape`, `too_many`.
    """
    try:
        reader = csv.DictReader(
            io.StringIO(body.decode("utf-8-sig"), newline=""), restkey="", restval="", strict=True
        )
        if known.isdisjoint(reader.fieldnames or ()):
            raise Malformed("wrong_shape")
        for number, row in enumerate(reader):
            if number >= MOST_ROWS:
                raise Malformed("too_many")
            yield {name: cell for name, cell in row.items() if isinstance(cell, str)}
    except UnicodeDecodeError as error:
        raise Malformed("bad_encoding") from error
    except csv.Error as error:
        raise Malformed("bad_csv") from error
