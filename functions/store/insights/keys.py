"""Keys of counts, pulses and alerts.

Keys hold no personal data: what names a person or an item is a `hid`, a keyed hash of the native id.
"""


def batch_done(brand: str, batch: str) -> str:
    """ops: the mark that a batch was counted."""
    return f"done#{brand}#{batch}"


def rollup(brand: str, day: str) -> str:
    """ops: the counts of a brand's day, one row per platform and hour."""
    return f"rollup#{brand}#{day}"


def answers(brand: str, day: str) -> str:
    """ops: how long people waited, by the day of the answer, one row per platform and hour."""
    return f"rollup#{brand}#answers#{day}"


def ratings(brand: str, day: str) -> str:
    """ops: how content people were, by the day of their answer, one row per platform and hour."""
    return f"rollup#{brand}#csat#{day}"


def flows(brand: str, day: str) -> str:
    """ops: how many people entered and left segments on a day, one row a segment."""
    return f"rollup#{brand}#flow#{day}"


def pulse(brand: str, day: str) -> str:
    """ops: what batches add to the hours of a day, one row an hour, channel and batch."""
    return f"pulse#{brand}#{day}"


def pulse_batch(hour: str, account: str, batch: str) -> str:
    """ops: sort key of what a batch adds to a channel's hour (`HH`)."""
    return f"{hour}#{account}#{batch}"


def pulse_hour(hour: str) -> str:
    """Returns what all sort keys of an hour's batches begin with."""
    return f"{hour}#"


def after_hour(hour: str) -> str:
    """Returns what sorts behind all batches of an hour (`HH`) and before those of the next."""
    return f"{hour}$"


def closed_hours(brand: str) -> str:
    """ops: until when hours are closed, one row a brand."""
    return f"pulse#{brand}#closed"


def hour_keys(brand: str) -> str:
    """ops: the keys of hours that are not closed, one row an hour."""
    return f"hourkey#{brand}"


def brand_of_pulse(key: str) -> str | None:
    """Returns the brand of what batches add; None for another key."""
    kind, brand, day = (*key.split("#", 2), "", "")[:3]
    return brand if kind == "pulse" and day.isdigit() else None


def topics(brand: str, day: str) -> str:
    """ops: what people talked about in the hours of a day, one row a channel and hour."""
    return f"topics#{brand}#{day}"


def topic_hour(hour: str, account: str) -> str:
    """ops: sort key of a channel's hour."""
    return f"{hour}#{account}"


def alerts(brand: str) -> str:
    """ops: what people should look at, one row a subject and hour."""
    return f"alerts#{brand}"


def breaches(brand: str) -> str:
    """ops: which promises were broken, one row a conversation and clock, by the hour."""
    return f"alerts#{brand}#promises"


def watched(brand: str) -> str:
    """ops: since when something is far from usual."""
    return f"watch#{brand}"


def place(brand: str, item: str) -> str:
    """core: what is counted of a post or a group."""
    return f"place#{brand}#{item}"


def listed_places(brand: str, kind: str, platform: str) -> str:
    """core, index `due`: posts or groups of a platform, sorted by the day on which something last happened there."""
    return f"{brand}#{kind}#{platform}"
