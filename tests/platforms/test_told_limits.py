"""What platforms say in headers about how many requests they still take."""

import pytest

from platforms.told_limits import USAGE_S, ToldLimit, read_limit

NOW = 1_790_000_000.0


@pytest.mark.parametrize(
    ("status", "headers", "limit"),
    [
        (200, {"x-rate-limit-remaining": "14", "x-rate-limit-reset": str(int(NOW) + 90)}, ToldLimit(14, 90)),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "0.25"}, ToldLimit(0, 0.25)),
        (200, {"x-ratelimit-remaining": "59", "x-ratelimit-reset": str(int(NOW) + 60)}, ToldLimit(59, 60)),
        (200, {"ratelimit-remaining": "3", "ratelimit-reset": "30"}, ToldLimit(3, 30)),
        (200, {"x-ratelimit-remaining": "299", "x-ratelimit-reset": "2026-09-21T14:18:20.000Z"}, ToldLimit(299, 300)),
        (429, {"retry-after": "120"}, ToldLimit(0, 120)),
        (429, {}, ToldLimit(0, 60)),
        (200, {"x-app-usage": '{"call_count": 96, "total_time": 2}'}, ToldLimit(0, USAGE_S)),
        (200, {"x-business-use-case-usage": '{"7": [{"call_count": 1, "total_cputime": 99}]}'}, ToldLimit(0, USAGE_S)),
        (200, {"x-app-usage": '{"call_count": 9}'}, None),
        (200, {"x-app-usage": "[[["}, None),
        (200, {"retry-after": "120"}, None),
        (200, {"x-rate-limit-remaining": "many", "x-rate-limit-reset": "1"}, None),
        (200, {"ratelimit-remaining": "-3", "ratelimit-reset": "30"}, None),
        (500, {}, None),
    ],
)  # fmt: skip
def test_a_limit_is_read_as_the_platform_tells_it(
    status: int, headers: dict[str, str], limit: ToldLimit | None
) -> None:
    assert read_limit(status, headers, NOW) == limit
