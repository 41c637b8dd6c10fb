"""Platforms that never call us: they are asked for what is new, or their archives are read."""

from typing import ClassVar

from platforms.base import Platform
from platforms.proof import NoDeliveries, Proof
from platforms.secret import Secret


class AskedPlatform(Platform):
    """Keeps no secret, takes no delivery, and has one account that no page names."""

    secrets: ClassVar[tuple[Secret, ...]] = ()
    proof: ClassVar[Proof] = NoDeliveries()
    names_account = False
