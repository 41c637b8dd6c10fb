"""Keeps what template.yaml says of each step behind a queue in step with its declaration.

`make steps` writes what follows from `infra.queue_steps`, each where it stands or, of a new step, behind that of the
step before it. A new step also gets its function, and a role that may read the queue and write the log. What else a
role may do is added by hand: no generator knows which keys a step needs.
"""

import argparse
import re
import sys
from pathlib import Path

from infra.queue_steps import STEPS, QueueStep
from infra.template import TEMPLATE

DAYS_4, DAYS_14 = 345_600, 1_209_600
SEND = """AlarmActions: [!If [HasAlarmTopic, !Ref AlarmTopicArn, !Ref "AWS::NoValue"], !If [HasAlarmEmail, \
!Ref AlarmTopic, !Ref "AWS::NoValue"]]"""


def write_steps(template: str, steps: tuple[QueueStep, ...] = STEPS) -> str:
    """Returns the text of a template that says what `steps` declare. Raises ValueError where a role reads no queue."""
    last = None
    for number, step in enumerate(steps):
        before = steps[number - 1] if number else None
        for make, behind in (
            (_queue, _dead_queue), (_dead_queue, None), (_logs, _logs), (_faults, _faults),
            (_dead_alarm, _dead_alarm), (_late_alarm, _late_alarm), (_output, _dead_output), (_dead_output, None),
        ):  # fmt: skip
            name, block = make(step)
            # A dead-letter queue stands behind its own queue, everything else behind that of the step before.
            after = last if behind is None else behind(before)[0] if before else None
            template = _put(template, name, block, after)
            last = name
        template = _put_function(template, step, before)
    return template


def _put(template: str, name: str, block: str, after: str | None) -> str:
    found = _find(template, name)
    if found is not None:
        return template[: found.start()] + block + template[found.end() :]
    place = None if after is None else _find(template, after)
    if place is None:
        raise ValueError(f"there is no place for {name}")
    gap = "" if _is_output(block) else "\n"
    return template[: place.end()] + gap + block + template[place.end() :]


def _find(template: str, name: str) -> re.Match[str] | None:
    """Finds a resource or output with all lines that belong to it, but no empty ones behind it."""
    return re.search(rf"^  {name}:\n(?:    .*\n|\n(?=    ))+", template, re.MULTILINE)


def _is_output(block: str) -> bool:
    return "\n    Value:" in block


def _put_function(template: str, step: QueueStep, before: QueueStep | None) -> str:
    name = f"{step.function}Function"
    found = _find(template, name)
    if found is None:
        role = None if before is None else _find(template, f"{before.function}Role")
        if role is None:
            raise ValueError(f"there is no place for {name}")
        logs = _find(template, f"{step.function}Logs")
        assert logs is not None  # noqa: S101 - just written
        template = _put(template, f"{step.function}Role", _role(step), f"{step.function}Logs")
        return _put(
            template[: logs.start()] + _function(step) + "\n" + template[logs.start() :], *_faults(step), None
        )
    event = re.compile(
        rf"^        {step.queue}:\n          Type: SQS\n(?:          .*\n|            .*\n)+", re.MULTILINE
    )
    if not event.search(found[0]):
        raise ValueError(f"{name} does not read its queue")
    role = _find(template, f"{step.function}Role")
    if role is None or "sqs:ReceiveMessage" not in role[0] or f"!GetAtt {step.queue}Queue.Arn" not in role[0]:
        raise ValueError(f"{step.function}Role may not read its queue")
    block = event.sub(lambda _: _event(step), found[0])
    return template[: found.start()] + block + template[found.end() :]


def _queue(step: QueueStep) -> tuple[str, str]:
    comment = f"        # {step.comment}\n" if step.comment else ""
    fifo = (
        "      FifoQueue: true\n"
        "      ContentBasedDeduplication: true\n"
        "      DeduplicationScope: messageGroup\n"
        "      FifoThroughputLimit: perMessageGroupId\n"
    )
    return f"{step.queue}Queue", (
        f"  {step.queue}Queue:\n"
        "    Type: AWS::SQS::Queue\n"
        "    Properties:\n"
        f"{fifo if step.fifo else ''}"
        f"      VisibilityTimeout: {step.visibility_s}\n"
        f"      MessageRetentionPeriod: {DAYS_4}\n"
        "      SqsManagedSseEnabled: true\n"
        "      RedrivePolicy:\n"
        f"        deadLetterTargetArn: !GetAtt {step.queue}DeadQueue.Arn\n"
        f"{comment}"
        f"        maxReceiveCount: {step.receives}\n"
    )


def _dead_queue(step: QueueStep) -> tuple[str, str]:
    fifo = "      FifoQueue: true\n" if step.fifo else ""
    return f"{step.queue}DeadQueue", (
        f"  {step.queue}DeadQueue:\n"
        "    Type: AWS::SQS::Queue\n"
        "    Properties:\n"
        f"{fifo}"
        f"      MessageRetentionPeriod: {DAYS_14}\n"
        f"      VisibilityTimeout: {step.dead_visibility_s}\n"
        "      SqsManagedSseEnabled: true\n"
    )


def _logs(step: QueueStep) -> tuple[str, str]:
    return f"{step.function}Logs", (
        f"  {step.function}Logs:\n"
        "    Type: AWS::Logs::LogGroup\n"
        "    DeletionPolicy: Delete\n"
        "    UpdateReplacePolicy: Delete\n"
        "    Properties:\n"
        f"      LogGroupName: !Sub /rapport/${{Stage}}/{step.function.lower()}\n"
        "      RetentionInDays: !Ref LogDays\n"
    )


def _faults(step: QueueStep) -> tuple[str, str]:
    return f"{step.function}Faults", (
        f"  {step.function}Faults:\n"
        "    Type: AWS::Logs::MetricFilter\n"
        "    Properties:\n"
        f"      LogGroupName: !Ref {step.function}Logs\n"
        "      FilterPattern: !FindInMap [Fault, Lines, Pattern]\n"
        "      MetricTransformations: "
        '[{MetricNamespace: Rapport, MetricName: !Sub "fault_${Stage}", MetricValue: "1"}]\n'
    )


def _dead_alarm(step: QueueStep) -> tuple[str, str]:
    name = f"{step.queue}DeadAlarm"
    return name, _alarm(name, step.given_up, "NumberOfMessagesVisible", f"{step.queue}DeadQueue", 0)


def _late_alarm(step: QueueStep) -> tuple[str, str]:
    name = f"{step.queue}LateAlarm"
    return name, _alarm(name, step.late, "AgeOfOldestMessage", f"{step.queue}Queue", step.late_s)


def _alarm(name: str, words: str, metric: str, queue: str, threshold: int) -> str:
    return (
        f"  {name}:\n"
        "    Type: AWS::CloudWatch::Alarm\n"
        "    Properties:\n"
        f"      AlarmDescription: {words}\n"
        "      Namespace: AWS/SQS\n"
        f"      MetricName: Approximate{metric}\n"
        "      Dimensions:\n"
        f"        - {{Name: QueueName, Value: !GetAtt {queue}.QueueName}}\n"
        "      Statistic: Maximum\n"
        "      Period: 300\n"
        "      EvaluationPeriods: 1\n"
        f"      Threshold: {threshold}\n"
        "      ComparisonOperator: GreaterThanThreshold\n"
        "      TreatMissingData: notBreaching\n"
        f"      {SEND}\n"
    )


def _output(step: QueueStep) -> tuple[str, str]:
    return f"Queue{step.queue}", f"  Queue{step.queue}:\n    Value: !Ref {step.queue}Queue\n"


def _dead_output(step: QueueStep) -> tuple[str, str]:
    return f"Queue{step.queue}Dlq", f"  Queue{step.queue}Dlq:\n    Value: !Ref {step.queue}DeadQueue\n"


def _event(step: QueueStep) -> str:
    return (
        f"        {step.queue}:\n"
        "          Type: SQS\n"
        "          Properties:\n"
        f"            Queue: !GetAtt {step.queue}Queue.Arn\n"
        f"            BatchSize: {step.batch}\n"
        f"            MaximumBatchingWindowInSeconds: {step.window_s}\n"
        "            FunctionResponseTypes: [ReportBatchItemFailures]\n"
        "            ScalingConfig: {MaximumConcurrency: !Ref MaxConcurrency}\n"
    )


def _function(step: QueueStep) -> str:
    settings = "".join(
        f"          RAPPORT_{name}: !Ref {what}\n" for name, what in (each.split(": ") for each in step.reads)
    )
    environment = f"      Environment:\n        Variables:\n{settings}" if settings else ""
    return (
        f"  {step.function}Function:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Metadata: {BuildMethod: python-uv}\n"
        "    Properties:\n"
        f"      Description: {step.about}\n"
        f"      Handler: {step.handler}\n"
        f"      Timeout: {step.timeout_s}\n"
        f"      MemorySize: {step.memory_mb}\n"
        f"      Role: !GetAtt {step.function}Role.Arn\n"
        f"      LoggingConfig: {{LogGroup: !Ref {step.function}Logs}}\n"
        f"{environment}"
        "      Events:\n"
        f"{_event(step)}"
    )


def _role(step: QueueStep) -> str:
    return (
        f"  {step.function}Role:\n"
        "    Type: AWS::IAM::Role\n"
        "    Properties:\n"
        "      AssumeRolePolicyDocument:\n"
        '        Version: "2012-10-17"\n'
        "        Statement:\n"
        "          - Effect: Allow\n"
        "            Principal: {Service: lambda.amazonaws.com}\n"
        "            Action: sts:AssumeRole\n"
        "      Policies:\n"
        "        - PolicyName: own\n"
        "          PolicyDocument:\n"
        '            Version: "2012-10-17"\n'
        "            Statement:\n"
        "              - Sid: Logs\n"
        "                Effect: Allow\n"
        "                Action: [logs:CreateLogStream, logs:PutLogEvents]\n"
        f"                Resource: !GetAtt {step.function}Logs.Arn\n"
        "              - Sid: ReadQueue\n"
        "                Effect: Allow\n"
        "                Action: "
        "[sqs:ReceiveMessage, sqs:DeleteMessage, sqs:ChangeMessageVisibility, sqs:GetQueueAttributes]\n"
        f"                Resource: !GetAtt {step.queue}Queue.Arn\n"
    )


def main(path: Path = TEMPLATE) -> int:
    """Writes the template anew; with `--check` tells only whether it would differ (1)."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    asked = parser.parse_args()
    known = path.read_text(encoding="utf-8")
    wanted = write_steps(known)
    if asked.check:
        print("in step" if wanted == known else "run `make steps`")
        return int(wanted != known)
    path.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
