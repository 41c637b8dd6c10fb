"""Writes the blocks of template.yaml that follow from the declaration of a step behind a queue."""

from infra.queue_steps import QueueStep
from infra.step_rights import list_settings

DAYS_4, DAYS_14 = 345_600, 1_209_600
SEND = """AlarmActions: [!If [HasAlarmTopic, !Ref AlarmTopicArn, !Ref "AWS::NoValue"], !If [HasAlarmEmail, \
!Ref AlarmTopic, !Ref "AWS::NoValue"]]"""


def write_queue(step: QueueStep) -> tuple[str, str]:
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


def write_dead_queue(step: QueueStep) -> tuple[str, str]:
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


def write_logs(step: QueueStep) -> tuple[str, str]:
    return f"{step.function}Logs", (
        f"  {step.function}Logs:\n"
        "    Type: AWS::Logs::LogGroup\n"
        "    DeletionPolicy: Delete\n"
        "    UpdateReplacePolicy: Delete\n"
        "    Properties:\n"
        f"      LogGroupName: !Sub /rapport/${{Stage}}/{step.function.lower()}\n"
        "      RetentionInDays: !Ref LogDays\n"
    )


def write_faults(step: QueueStep) -> tuple[str, str]:
    return f"{step.function}Faults", (
        f"  {step.function}Faults:\n"
        "    Type: AWS::Logs::MetricFilter\n"
        "    Properties:\n"
        f"      LogGroupName: !Ref {step.function}Logs\n"
        "      FilterPattern: !FindInMap [Fault, Lines, Pattern]\n"
        "      MetricTransformations: "
        '[{MetricNamespace: Rapport, MetricName: !Sub "fault_${Stage}", MetricValue: "1"}]\n'
    )


def write_dead_alarm(step: QueueStep) -> tuple[str, str]:
    name = f"{step.queue}DeadAlarm"
    return name, _alarm(name, step.given_up, "NumberOfMessagesVisible", f"{step.queue}DeadQueue", 0)


def write_late_alarm(step: QueueStep) -> tuple[str, str]:
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


def write_output(step: QueueStep) -> tuple[str, str]:
    return f"Queue{step.queue}", f"  Queue{step.queue}:\n    Value: !Ref {step.queue}Queue\n"


def write_dead_output(step: QueueStep) -> tuple[str, str]:
    return f"Queue{step.queue}Dlq", f"  Queue{step.queue}Dlq:\n    Value: !Ref {step.queue}DeadQueue\n"


def write_event(step: QueueStep) -> str:
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


def write_settings(step: QueueStep) -> list[str]:
    named = dict.fromkeys((*list_settings(step.rights), *step.reads))
    return [f"          RAPPORT_{name}: !Ref {what}\n" for name, what in (each.split(": ") for each in named)]


def write_function(step: QueueStep) -> str:
    settings = "".join(write_settings(step))
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
        f"{write_event(step)}"
    )


def write_role(step: QueueStep) -> str:
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
        f"{''.join(right.write_statements() for right in step.rights)}"
    )
