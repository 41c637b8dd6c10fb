"""Steps behind queues are declared once, and the template says of each what its declaration says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from infra import queue_steps
from infra.queue_steps import STEPS, QueueStep
from infra.step_rights import Hands, Opens, Rows, list_settings
from infra.step_writer import write_steps
from infra.template import TEMPLATE, load
from tests.template.rights import (
    keys_must_be_told,
    permissions_are_named,
    rows_are_limited_by_prefix,
)

RULES = (keys_must_be_told, permissions_are_named, rows_are_limited_by_prefix)

NEW = QueueStep(
    queue="Translations",
    function="Translate",
    handler="segment.translate.handler",
    about="Translate what agents cannot read",
    visibility_s=390,
    late_s=1800,
    late="Translations wait longer than half an hour.",
    given_up="A translation was given up. Our own fault; see docs/operate.md.",
    rights=(
        Hands("Segments"),
        Rows("Feed", "Feed", "get_many update", "I"),
        Rows("FeedByStatement", "Feed", "update_by_statement", "I"),
        Rows("ReadSettings", "Core", "get", "settings"),
        Opens(),
    ),
)


def test_the_template_says_what_is_declared() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert write_steps(text) == text, "run `make steps`"


def test_a_message_is_hidden_for_six_times_the_time_of_its_reader() -> None:
    template = load()["Resources"]
    for step in STEPS:
        assert step.visibility_s >= 6 * template[f"{step.function}Function"]["Properties"]["Timeout"]
        assert step.timeout_s == template[f"{step.function}Function"]["Properties"]["Timeout"]
        assert step.handler == template[f"{step.function}Function"]["Properties"]["Handler"]
        assert step.about == template[f"{step.function}Function"]["Properties"]["Description"]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.queue)
def test_what_is_changed_by_hand_is_put_right(step: QueueStep) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    for was, now in (
        (f"VisibilityTimeout: {step.visibility_s}\n", "VisibilityTimeout: 7\n"),
        (f"AlarmDescription: {step.late}\n", "AlarmDescription: something\n"),
        (f"            BatchSize: {step.batch}\n", "            BatchSize: 3\n"),
    ):
        assert write_steps(text.replace(was, now)) == text


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.queue)
def test_a_right_that_is_changed_by_hand_is_put_right(step: QueueStep) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    before, start, role = text.partition(f"  {step.function}Role:\n")
    role, end, after = role.partition("\n\n")
    keys = re.compile(r'(?<="dynamodb:LeadingKeys": )\[.*\]')
    assert keys.search(role)
    for wrong in (keys.sub('["*"]', role), role.replace(f"{step.queue}Queue.Arn", "OtherQueue.Arn")):
        assert write_steps(before + start + wrong + end + after) == text


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.queue)
def test_a_function_is_told_where_to_find_what_its_role_may_use(step: QueueStep, tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    before, start, function = text.partition(f"  {step.function}Function:\n")
    path = tmp_path / "template.yaml"
    for setting in list_settings(step.rights):
        line = "          RAPPORT_{}: !Ref {}\n".format(*setting.split(": "))
        assert line in function
        path.write_text(write_steps(before + start + function.replace(line, "", 1)))
        assert load(path) == load()


def test_a_new_step_is_one_declaration_and_is_whole(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    written = write_steps(text, (*STEPS, NEW))
    assert write_steps(written, (*STEPS, NEW)) == written, "writing it again changes nothing"
    path = tmp_path / "template.yaml"
    path.write_text(written)
    before, after = load(), load(path)
    new = after["Resources"].keys() - before["Resources"].keys()
    assert new == {
        "TranslationsQueue", "TranslationsDeadQueue", "TranslateFunction", "TranslateLogs", "TranslateRole",
        "TranslateFaults", "TranslationsDeadAlarm", "TranslationsLateAlarm",
    }  # fmt: skip
    assert {name: one for name, one in after["Resources"].items() if name not in new} == before["Resources"]
    assert after["Outputs"].keys() - before["Outputs"].keys() == {"QueueTranslations", "QueueTranslationsDlq"}
    function = after["Resources"]["TranslateFunction"]["Properties"]
    assert function["Environment"]["Variables"] == {
        "RAPPORT_QUEUE_SEGMENTS": {"Ref": "SegmentsQueue"},
        "RAPPORT_TABLE_FEED": {"Ref": "FeedTable"},
        "RAPPORT_TABLE_CORE": {"Ref": "CoreTable"},
        "RAPPORT_TABLE_KEYS": {"Ref": "KeysTable"},
        "RAPPORT_KMS_KEY_ID": {"Ref": "RootKey"},
    }
    assert not [problem for rule in RULES for problem in rule(after)], "the rules of roles hold of it"
    assert function["Events"]["Translations"]["Properties"]["BatchSize"] == 10
    sentiment = after["Resources"]["SentimentFunction"]["Properties"]
    assert function.keys() == sentiment.keys()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.queue)
def test_a_step_with_all_its_rights_is_declared_in_sixty_lines(step: QueueStep) -> None:
    assert step.rights
    rooms = "".join(path.read_text(encoding="utf-8") for path in Path(queue_steps.__path__[0]).glob("*.py"))
    declared = rooms.partition(f'queue="{step.queue}"')[2].partition("\n)\n")[0]
    assert 10 < declared.count("\n") + 3 <= 60


def test_the_first_step_has_no_place_by_itself() -> None:
    with pytest.raises(ValueError, match="no place"):
        write_steps(TEMPLATE.read_text(encoding="utf-8"), (replace(NEW, queue="Nowhere"),))


def test_every_queue_that_a_function_reads_is_declared() -> None:
    read = {
        event["Properties"]["Queue"]["Fn::GetAtt"][0].removesuffix("Queue")
        for function in load()["Resources"].values()
        if function["Type"] == "AWS::Serverless::Function"
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == "SQS"
    }
    assert read == {step.queue for step in STEPS}
