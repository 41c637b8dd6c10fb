"""The part of a platform that renews what it was subscribed to, before that ends or where the platform ended it. Pure.

A renewal is a short talk: `renew` is given the answers so far and returns the next request, or None when all is well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from model.http import Call


@dataclass(frozen=True, slots=True)
class Renewed:
    """Holds what a renewal works with: the account, where its webhooks come, what verifies them and what
    it asks with.
    """

    native_id: str
    callback: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    access: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RenewalAnswer:
    """Holds an answer to one of its requests: header names are in lower case, `url` is where it was found."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Renewable:
    """Adds what a platform declares and implements whose subscriptions end."""

    renew_every_s: ClassVar[int] = 0
    """How often an account's subscription is renewed, or looked at; 0 where nothing ends."""
    renews_by: ClassVar[str] = "access"
    """What is needed for it: the account's `access`, or the `secrets` of its endpoint."""

    def renew(self, told: Renewed, answers: Sequence[RenewalAnswer]) -> Call | None:  # noqa: ARG002 - for leaves
        """Returns the next request of a renewal; None when all is well. Raises Malformed where that cannot be said."""
        return None
