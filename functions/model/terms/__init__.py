"""Holds what each platform's terms allow, as rows of data with source and checked date.

A new platform adds its row to one of the groups.
"""

from model.terms import asked, own_systems, published, unconfirmed

RULES = {rule.platform: rule for rule in (*published.ROWS, *own_systems.ROWS, *unconfirmed.ROWS, *asked.ROWS)}
"""Platform -> its row. A registered platform without one fails the tests."""
