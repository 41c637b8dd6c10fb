"""A name under which an account of ours is public: who it is, and the key by which what we sign is known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicName:
    """Holds a public name: `native_id` is its address, `inbox` where others write to it. Nothing of it is secret."""

    name: str
    brand: str
    account: str
    native_id: str
    inbox: str
    title: str
    public_key: str
    """PEM; its private half is what the account sends with."""

    @property
    def key_id(self) -> str:
        """Returns the key's public address, at which others find it."""
        return f"{self.native_id}#main-key"
