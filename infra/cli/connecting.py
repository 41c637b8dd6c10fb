"""Connecting an account through the agent API, and the row of stack.json that comes of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from infra.cli.agent_api import AgentApi
from infra.cli.errors import CommandError
from platforms import registry
from platforms.secret import MadeBy, SecretRefused

Row = dict[str, Any]
"""platform, account (native id), webhook_url, secrets by name, self_ids (the native id first)."""


def connect(
    api: AgentApi,
    platform: str,
    native_id: str,
    *,
    secrets: Mapping[str, str],
    self_ids: Sequence[str] = (),
    title: str = "",
    endpoint: str | None = None,
    connected_by: str | None = None,
) -> Row:
    """Connects an account; secrets not given are made up by the API where it may. Raises Refused, CommandError.

    With `endpoint` that one serves the account too, and has secrets already.
    """
    # With a made-up key pair we sign as the platform would: its private half is kept for the row and told to nobody.
    private = getattr(registry.platform(platform).proof, "private", None)
    signing = {name: value for name, value in secrets.items() if name == private}
    secrets = clean_secrets(platform, {name: secrets[name] for name in secrets if name != private})
    if endpoint is None:
        _check_complete(platform, secrets)
    body: dict[str, Any] = {"platform": platform, "native_id": native_id, "self_ids": list(self_ids)}
    body |= {"endpoint": endpoint} if endpoint else {"secrets": dict(secrets)}
    told = {"title": title, "connected_by": connected_by}
    view = api.post("accounts", body=body | {name: value for name, value in told.items() if value})
    return row(view, dict(secrets) | view.get("generated_secrets", {}) | signing)


def _check_complete(platform: str, secrets: Mapping[str, str]) -> None:
    """Raises CommandError, with what to give and where to find it, for secrets that only the platform can show."""
    declared, alone = registry.platform(platform).secrets, not registry.platform(platform).needs_secret
    known = {each.name for each in declared if each.made_by is MadeBy.OWNER} | secrets.keys()
    missing = [
        each for each in declared if each.name not in known and not (each.optional and (known or alone))
    ]
    if missing:
        lines = (f"  --secret {each.name}=…  ({each.help})" for each in missing)
        raise CommandError("\n".join((f"{platform} shows what it signs with; give it as", *lines)))


def clean_secrets(platform: str, given: Mapping[str, str]) -> dict[str, str]:
    """Returns the secrets as they are used, without the blanks and marks they were pasted with.

    Raises CommandError with the reason for a name the platform does not have and a value that cannot be a secret.
    """
    declared = {secret.name: secret for secret in registry.platform(platform).secrets}
    unknown = sorted(given.keys() - declared.keys())
    if unknown:
        raise CommandError(f"{platform} has no secret {unknown[0]}; it has {', '.join(declared)}")
    try:
        return {name: declared[name].clean(value) for name, value in given.items()}
    except SecretRefused as error:
        raise CommandError(f"refused: {error}") from error


def row(view: Mapping[str, Any], secrets: Mapping[str, str]) -> Row:
    """Returns an account as the API shows it, with its endpoint's secrets, in the shape of stack.json."""
    return {
        "platform": view["platform"],
        "account": view["native_id"],
        "webhook_url": view["webhook_url"],
        "secrets": dict(secrets),
        "self_ids": list(dict.fromkeys([view["native_id"], *view["self_ids"]])),
    }


def read_secrets(pairs: Sequence[str]) -> dict[str, str]:
    """Returns secrets by name from NAME=VALUE or NAME=@FILE. Raises CommandError."""
    return dict(map(_secret, pairs))


def _secret(pair: str) -> tuple[str, str]:
    name, separator, value = pair.partition("=")
    if not separator or not name:
        raise CommandError("--secret takes NAME=VALUE or NAME=@FILE")
    if not value.startswith("@"):
        return name, value
    try:
        return name, Path(value[1:]).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"cannot read the file given for the secret {name}") from error
