"""What every test of the template needs."""

from tests.proof import fast_tables

stand_in, tables = fast_tables.stand_in, fast_tables.tables
