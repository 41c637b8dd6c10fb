"""Names under which accounts are public: one row each, found by whoever asks, whichever brand's it is."""

from dataclasses import fields

from model.errors import Conflict
from model.public_name import PublicName
from store.brand import keys as brand_keys
from store.brand.rows import PublicNameRow
from store.dynamo.writes import delete_if, put_if

ONE = "#"


class PublicNames:
    """Claims, finds and frees names. There is nothing secret or personal in them."""

    def find_name(self, name: str) -> PublicName | None:
        """Returns who is called so; None where nobody is."""
        for row in PublicNameRow.query(brand_keys.public_name(name), PublicNameRow.sk == ONE):
            return PublicName(**{each.name: getattr(row, each.name) for each in fields(PublicName)})
        return None

    def claim_name(self, told: PublicName) -> None:
        """Keeps a name as its account's. Raises Conflict where another account has it."""
        row = PublicNameRow(brand_keys.public_name(told.name), ONE)
        for each in fields(PublicName):
            setattr(row, each.name, getattr(told, each.name))
        if not put_if(row, PublicNameRow.pk.does_not_exist() | (PublicNameRow.account == told.account)):
            raise Conflict("the name is another account's")

    def free_name(self, name: str, account: str) -> bool:
        """Returns whether the name was this account's and is free now."""
        row = PublicNameRow(brand_keys.public_name(name), ONE)
        return delete_if(row, PublicNameRow.account == account)
