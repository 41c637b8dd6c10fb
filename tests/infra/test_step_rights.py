"""What the role of a queue step may do is declared by noun (`infra.step_rights`), and statements follow from it."""

import pytest

from infra.step_rights import Asks, Files, Hands, Lists, Opens, Right, Rows, Secrets, list_settings


def test_a_right_on_rows_is_limited_by_their_keys() -> None:
    written = Rows("Known", "Feed", "get_many update", "I gone").write_statements()
    assert "Action: [dynamodb:BatchGetItem, dynamodb:UpdateItem]" in written
    assert "Resource: !GetAtt FeedTable.Arn" in written
    assert '"Null": {"dynamodb:LeadingKeys": "false"}' in written
    assert written.endswith('"dynamodb:LeadingKeys": ["I#*", "gone#*"]\n')


def test_statements_are_limited_where_the_account_can_and_stand_apart() -> None:
    assert "RequiresPartiqlKeys" in Rows("Core", "Core", "update_by_statement", "place").write_statements()
    with pytest.raises(ValueError, match="a right of its own"):
        Rows("Core", "Core", "get update_by_statement", "place").write_statements()


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(KeyError):
        Rows("All", "Core", "scan", "place").write_statements()


def test_only_who_lists_files_may_list_them() -> None:
    assert "s3:ListBucket" in Files("Uploads", "list get", "imports").write_statements()
    assert "s3:ListBucket" not in Files("Keep", "get put", "claims").write_statements()


@pytest.mark.parametrize(
    ("right", "settings"),
    [
        (Rows("Known", "Feed", "get", "I"), ("TABLE_FEED: FeedTable",)),
        (Lists("Lists", "Core/due Feed/thread"), ("TABLE_CORE: CoreTable", "TABLE_FEED: FeedTable")),
        (Files("Keep", "put", "claims"), ("BUCKET_FALLBACK: FallbackBucket",)),
        (Hands("Segments Privacy"), ("QUEUE_SEGMENTS: SegmentsQueue", "QUEUE_PRIVACY: PrivacyQueue")),
        (Asks("Languages", "comprehend:DetectDominantLanguage", '"*"'), ()),
        (Secrets("Tokens", "get", "out"), ()),
        (Opens(), ("TABLE_KEYS: KeysTable", "KMS_KEY_ID: RootKey")),
    ],
)
def test_a_function_is_told_where_to_find_what_it_may_use(right: Right, settings: tuple[str, ...]) -> None:
    assert list_settings((right, right)) == settings
