"""One place for the parameters, and what the account is asked before: `infra.build.deployment` and its siblings."""

import tomllib
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.build.deployment import (
    Refused,
    check_quota,
    check_stage,
    describe_deployment,
    note_parameters,
    read_deployed,
)
from infra.build.endpoint_key import find_or_make_key
from infra.build.parameters import WrongParameter, read_parameters, read_stack_name

BUILT_WITH = {"Stage": "dev", "Architecture": "arm64", "Runtime": "python3.13"}


def test_build_and_deployment_read_the_same_place() -> None:
    assert read_parameters() == BUILT_WITH
    assert read_parameters(["Stage=prod", "LogDays=14"]) == BUILT_WITH | {"Stage": "prod", "LogDays": "14"}
    assert read_stack_name() == "rapport-dev"


@pytest.mark.parametrize("text", ["Stagw=prod", "Stage", "Runtime=python3.11", "Architecture=arm", ""])
def test_a_parameter_that_the_template_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(WrongParameter):
        read_parameters([text])


def test_a_live_stack_keeps_its_stage() -> None:
    check_stage({}, {"Stage": "prod"})
    check_stage({"Stage": "dev"}, BUILT_WITH)
    with pytest.raises(Refused, match="a stack of its own"):
        check_stage({"Stage": "dev"}, {"Stage": "prod"})


def test_a_new_account_can_run_the_defaults() -> None:
    check_quota(10, BUILT_WITH)


@pytest.mark.parametrize(
    ("quota", "chosen"),
    [
        (9, {}),
        (10, {"MaxConcurrency": "3"}),
        (1000, {"MaxConcurrency": "250"}),
        (10, {"WebhookConcurrency": "1"}),
        (1000, {"WebhookConcurrency": "901"}),
    ],
)
def test_what_the_account_cannot_run_is_refused_before_it_is_deployed(
    quota: int, chosen: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="concurrent"):
        check_quota(quota, chosen)


def test_the_key_is_made_once_for_a_stage() -> None:
    with mock_aws():
        ssm = boto3.client("ssm")
        first = find_or_make_key(ssm, "dev")
        assert len(bytes.fromhex(first)) == 32
        assert find_or_make_key(ssm, "dev") == first != find_or_make_key(ssm, "prod")
        kept = ssm.get_parameter(Name="/rapport/dev/endpoint-key")["Parameter"]
        assert kept["Type"] == "SecureString"
        assert kept["Value"] != first


@pytest.mark.parametrize("asks", [True, False])
def test_the_deployment_asks_people_and_nobody_else(asks: bool) -> None:
    said = tomllib.loads(describe_deployment("rapport-dev", BUILT_WITH | {"EndpointKey": "5e"}, asks=asks))
    parameters = said["default"]["deploy"]["parameters"]
    assert parameters["confirm_changeset"] is asks
    assert parameters["fail_on_empty_changeset"] is False
    assert parameters["parameter_overrides"] == [
        "Stage=dev", "Architecture=arm64", "Runtime=python3.13", "EndpointKey=5e",
    ]  # fmt: skip


class Account:
    """CloudFormation with one stack, or none."""

    class exceptions:  # noqa: N801 - botocore's spelling
        ClientError = RuntimeError

    def __init__(self, state: str = "") -> None:
        self._state = state

    def describe_stacks(self, StackName: str) -> dict[str, Any]:  # noqa: N803 - botocore's spelling
        if not self._state:
            raise RuntimeError(f"Stack with id {StackName} does not exist")
        parameter = {"ParameterKey": "Stage", "ParameterValue": "dev"}
        return {"Stacks": [{"StackStatus": self._state, "Parameters": [parameter]}]}


def test_a_stack_that_never_came_up_has_to_be_cleaned_first() -> None:
    assert read_deployed(Account(), "rapport-dev") == {}
    assert read_deployed(Account("UPDATE_ROLLBACK_COMPLETE"), "rapport-dev") == {"Stage": "dev"}
    with pytest.raises(Refused, match="rapport aws clean"):
        read_deployed(Account("ROLLBACK_COMPLETE"), "rapport-dev")


def test_versions_get_their_parameters_so_that_another_setting_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "WebhookFunction").mkdir()
    (tmp_path / "template.yaml").touch()
    note_parameters(tmp_path, BUILT_WITH)
    assert not list((tmp_path / "WebhookFunction").iterdir())
    note_parameters(tmp_path, BUILT_WITH | {"ShiftTraffic": "true", "LogLevel": "DEBUG"})
    assert "LogLevel=DEBUG\n" in (tmp_path / "WebhookFunction" / "parameters.txt").read_text()
