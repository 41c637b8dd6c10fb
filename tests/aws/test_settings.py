"""A missing setting is named; nothing is read before it is asked for."""

from collections.abc import Callable

import pytest

from aws import settings

VARIABLES: list[tuple[Callable[[], str], str]] = [
    (settings.stage, "RAPPORT_STAGE"),
    (settings.table_core, "RAPPORT_TABLE_CORE"),
    (settings.table_feed, "RAPPORT_TABLE_FEED"),
    (settings.table_ops, "RAPPORT_TABLE_OPS"),
    (settings.table_keys, "RAPPORT_TABLE_KEYS"),
    (settings.queue_deliveries, "RAPPORT_QUEUE_DELIVERIES"),
    (settings.queue_deliveries_dlq, "RAPPORT_QUEUE_DELIVERIES_DLQ"),
    (settings.queue_sentiment, "RAPPORT_QUEUE_SENTIMENT"),
    (settings.queue_segments, "RAPPORT_QUEUE_SEGMENTS"),
    (settings.bucket_fallback, "RAPPORT_BUCKET_FALLBACK"),
    (settings.kms_key_id, "RAPPORT_KMS_KEY_ID"),
    (settings.secrets_prefix, "RAPPORT_SECRETS_PREFIX"),
    (settings.user_pool_id, "RAPPORT_USER_POOL_ID"),
    (settings.user_pool_client_id, "RAPPORT_USER_POOL_CLIENT_ID"),
]


@pytest.mark.parametrize(("read", "variable"), VARIABLES, ids=[row[1] for row in VARIABLES])
def test_each_reads_its_variable_when_called(
    read: Callable[[], str], variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "first")
    assert read() == "first"
    monkeypatch.setenv(variable, "second")
    assert read() == "second"


@pytest.mark.parametrize(("read", "variable"), VARIABLES, ids=[row[1] for row in VARIABLES])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_one_is_named(
    read: Callable[[], str], variable: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, value)

    with pytest.raises(settings.MissingSetting, match=variable):
        read()


def test_the_log_level_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_LOG_LEVEL", raising=False)
    assert settings.log_level() == "INFO"
    monkeypatch.setenv("RAPPORT_LOG_LEVEL", "ERROR")
    assert settings.log_level() == "ERROR"
