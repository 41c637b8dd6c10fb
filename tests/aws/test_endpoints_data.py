"""Our short copy of botocore's list of endpoints leads to the same addresses as the long one."""

from typing import Any

import botocore.session
import pytest

from aws import clients

SERVICES = ["kms", "lambda", "logs", "s3", "secretsmanager", "sqs"]


@pytest.fixture(scope="module")
def full() -> Any:
    session = botocore.session.get_session()
    session.set_credentials("testing", "testing")
    return session


def address(session: Any, service: str, region: str) -> tuple[object, ...]:
    client = session.create_client(service, region_name=region)
    signer = client._request_signer
    return (
        client.meta.endpoint_url,
        client.meta.partition,
        signer.signing_name,
        signer.region_name,
        signer.signature_version,
    )


@pytest.mark.parametrize("service", SERVICES)
def test_the_same_in_a_region_of_every_partition_and_in_one_not_yet_built(service: str, full: Any) -> None:
    regions = [
        full.get_available_regions(service, partition)[0:2] for partition in full.get_available_partitions()
    ]
    every = [region for some in regions for region in some] + ["eu-central-1", "us-east-1", "eu-north-77"]

    short = clients.session()

    assert len(every) > 5
    for region in every:
        assert address(short, service, region) == address(full, service, region)


def test_it_is_the_short_one_that_is_used() -> None:
    partitions = clients.session().get_component("data_loader").load_data("endpoints")["partitions"]

    assert all(partition["regions"] == {} for partition in partitions)
