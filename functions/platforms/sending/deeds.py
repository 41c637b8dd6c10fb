"""Declares what may be done with what stands at a platform: change or take back ours, hide, like or share theirs."""

from collections.abc import Mapping

OURS = frozenset({"edit", "delete"})
"""Deeds done to what we sent."""
THEIRS = frozenset({"hide", "show", "react", "share"})
"""Deeds done to what people wrote. `show` is what the platforms call no longer hiding."""
DEEDS = OURS | THEIRS
HIDING = {"hide": "yes", "show": "no"}
"""Whether it is hidden afterwards, as the senders' `hide` takes it by its text."""


def allow_deeds(public: str = "", private: str = "") -> Mapping[str, frozenset[str]]:
    """Returns a table of what is allowed in conversations of a mode; who may hide may show again."""
    told = {"public": public.split(), "private": private.split()}
    return {mode: frozenset([*some, *(["show"] if "hide" in some else [])]) for mode, some in told.items()}
