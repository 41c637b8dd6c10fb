"""Errors with a meaning of their own. Their texts never hold personal data."""


class RapportError(Exception):
    """Carries `code`, a stable word for programs: all errors of our own are made from it."""

    code = "error"


class Malformed(RapportError):
    """Says that something authentic cannot be read: the delivery is parked, not lost.

    `code` says why in one word (`bad_json`, `too_deep`, `wrong_shape`).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


class Erased(RapportError):
    """Says that the person's key was destroyed at `erased_at` (epoch milliseconds): nothing of theirs
    opens any more.
    """

    code = "erased"

    def __init__(self, erased_at: int) -> None:
        super().__init__(f"erased at {erased_at}")
        self.erased_at = erased_at


class Purged(RapportError):
    """Says that the retention bucket's key was destroyed: every row of that period is unreadable."""

    code = "purged"


class Conflict(RapportError):
    """Says that somebody else changed the row in between; read again and repeat."""

    code = "conflict"


class Unavailable(RapportError):
    """Says that a store we need does not answer; the same request may succeed later."""

    code = "unavailable"
