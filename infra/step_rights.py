"""Declares by noun what the role of a queue step may do, and writes the statements and settings that follow.

A right says which rows, files, queues or sealed contents a step touches; the actions, the conditions that limit them
and the settings that name the resource follow from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

ROWS = {
    "get": "GetItem",
    "get_many": "BatchGetItem",
    "query": "Query",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
    "check": "ConditionCheckItem",
    "write_many": "BatchWriteItem",
    "insert_by_statement": "PartiQLInsert",
    "update_by_statement": "PartiQLUpdate",
}
FILES = {"get": "GetObject", "put": "PutObject", "delete": "DeleteObject"}
SECRETS = {"get": "GetSecretValue", "put": "PutSecretValue", "delete": "DeleteSecret"}
BUCKET = "FallbackBucket"


class Right(Protocol):
    """Says what a role may do, and by which settings its function finds it."""

    def write_statements(self) -> str: ...

    def list_settings(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Declares that a step may do what `may` says with the rows of `table` whose keys begin with one of `kinds`.

    Raises KeyError for a word that is no action on rows, and ValueError where statements and requests are mixed: an
    account may be unable to limit statements by key.
    """

    name: str
    table: Literal["Core", "Feed", "Ops", "Keys"]
    may: str
    kinds: str

    def write_statements(self) -> str:
        verbs = self.may.split()
        by_statement = {verb.endswith("_by_statement") for verb in verbs}
        if len(by_statement) > 1:
            raise ValueError(f"{self.name}: what is done by statement is a right of its own")
        told = (
            '!If [RequiresPartiqlKeys, "false", !Ref "AWS::NoValue"]' if True in by_statement else '"false"'
        )
        keys = ", ".join(f'"{kind}#*"' for kind in self.kinds.split())
        return (
            _statement(
                self.name, [f"dynamodb:{ROWS[verb]}" for verb in verbs], f"!GetAtt {self.table}Table.Arn"
            )
            + "                Condition:\n"
            + f'                  "Null": {{"dynamodb:LeadingKeys": {told}}}\n'
            + '                  "ForAllValues:StringLike":\n'
            + f'                    "dynamodb:LeadingKeys": [{keys}]\n'
        )

    def list_settings(self) -> tuple[str, ...]:
        return (f"TABLE_{self.table.upper()}: {self.table}Table",)


@dataclass(frozen=True, slots=True)
class Lists:
    """Declares that a step may query `indexes`, each as `Feed/thread`: the table, and the index of it."""

    name: str
    indexes: str

    def write_statements(self) -> str:
        pairs = [one.partition("/") for one in self.indexes.split()]
        found = [f'!Sub "${{{table}Table.Arn}}/index/{index}"' for table, _, index in pairs]
        return _statement(self.name, ["dynamodb:Query"], _one_or_all(found))

    def list_settings(self) -> tuple[str, ...]:
        tables = [one.partition("/")[0] for one in self.indexes.split()]
        return tuple(f"TABLE_{table.upper()}: {table}Table" for table in tables)


@dataclass(frozen=True, slots=True)
class Files:
    """Declares that a step may do what `may` says with the files under `folders` of the bucket.

    Who is to `list` them is told that a file is not there; S3 calls it "denied" otherwise.
    """

    name: str
    may: str
    folders: str

    def write_statements(self) -> str:
        verbs = self.may.split()
        places = [f'!Sub "${{{BUCKET}.Arn}}/{folder}/*"' for folder in self.folders.split()]
        lists = _statement(f"{self.name}List", ["s3:ListBucket"], f"!GetAtt {BUCKET}.Arn")
        return (lists if "list" in verbs else "") + _statement(
            self.name, [f"s3:{FILES[verb]}" for verb in verbs if verb != "list"], _one_or_all(places)
        )

    def list_settings(self) -> tuple[str, ...]:
        return (f"BUCKET_FALLBACK: {BUCKET}",)


@dataclass(frozen=True, slots=True)
class Hands:
    """Declares that a step may hand messages to `queues`."""

    queues: str

    def write_statements(self) -> str:
        names = self.queues.split()
        return _statement(
            "Hand", ["sqs:SendMessage"], _one_or_all([f"!GetAtt {name}Queue.Arn" for name in names])
        )

    def list_settings(self) -> tuple[str, ...]:
        return tuple(f"QUEUE_{name.upper()}: {name}Queue" for name in self.queues.split())


@dataclass(frozen=True, slots=True)
class Opens:
    """Declares that a step may open sealed contents: read `kinds` of keys and unwrap those of `purposes`."""

    kinds: str = "root person bucket"
    purposes: str = "root"

    def write_statements(self) -> str:
        return (
            Rows("ReadKeys", "Keys", "get get_many", self.kinds).write_statements()
            + _statement("UnwrapKeys", ["kms:Decrypt"], "!GetAtt RootKey.Arn")
            + "                Condition:\n"
            + '                  StringEquals: {"kms:EncryptionContext:purpose": '
            + f"[{', '.join(self.purposes.split())}]}}\n"
            + '                  StringLike: {"kms:EncryptionContext:brand": "?*", '
            + '"kms:EncryptionContext:version": "?*"}\n'
            + '                  "ForAllValues:StringEquals": '
            + '{"kms:EncryptionContextKeys": [brand, version, purpose]}\n'
        )

    def list_settings(self) -> tuple[str, ...]:
        return ("TABLE_KEYS: KeysTable", "KMS_KEY_ID: RootKey")


@dataclass(frozen=True, slots=True)
class Secrets:
    """Declares that a step may do what `may` says with the secrets under `folder`."""

    name: str
    may: str
    folder: str

    def write_statements(self) -> str:
        place = (
            "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:rapport/${Stage}"
        )
        actions = [f"secretsmanager:{SECRETS[verb]}" for verb in self.may.split()]
        return _statement(self.name, actions, f"!Sub {place}/{self.folder}/*")

    def list_settings(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Asks:
    """Declares that a step may do `actions` of another service, with `resource` as template.yaml says it."""

    name: str
    actions: str
    resource: str

    def write_statements(self) -> str:
        return _statement(self.name, self.actions.split(), self.resource)

    def list_settings(self) -> tuple[str, ...]:
        return ()


def list_settings(rights: Iterable[Right]) -> tuple[str, ...]:
    """Returns each setting that rights ask for once, in their order."""
    return tuple(dict.fromkeys(setting for right in rights for setting in right.list_settings()))


def _statement(name: str, actions: list[str], resource: str) -> str:
    return (
        f"              - Sid: {name}\n"
        "                Effect: Allow\n"
        f"                Action: [{', '.join(actions)}]\n"
        f"                Resource: {resource}\n"
    )


def _one_or_all(found: list[str]) -> str:
    return found[0] if len(found) == 1 else f"[{', '.join(found)}]"
