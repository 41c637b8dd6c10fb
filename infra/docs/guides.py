"""docs/platforms/{name}.md: how a platform is set up, from what it declares and its steps in `guides/{name}.toml`."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from infra.docs.heard import describe_what_is_heard
from infra.docs.signing_example import write_example
from platforms import registry
from platforms.base import Platform
from platforms.secret import MadeBy, Secret

FOLDER = Path(__file__).parent / "guides"
INTRODUCTION = """# Set up {title}

Written by `make docs`. The platform's own documentation: <{docs_url}>. Nobody tried these steps against the platform
from here: they follow its documentation, and names of menus change.
"""


@dataclass(frozen=True, slots=True)
class Guide:
    """Says how a platform is set up: who may, what to subscribe to, step by step, and how to try it."""

    access: str
    subscribe: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    steps: tuple[str, ...] = field(default=())
    trial: str = ""
    not_supported: tuple[str, ...] = ()


@cache
def read_guide(name: str) -> Guide | None:
    """Returns a platform's guide; None where nothing has to be done at the platform."""
    path = FOLDER / f"{name}.toml"
    if not path.exists():
        return None
    known = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = {each: tuple(known[each]) for each in ("subscribe", "scopes", "steps")}
    missing = tuple(known.get("not_supported", ()))
    return Guide(known["access"], **lists, trial=known["try"], not_supported=missing)


def list_steps(name: str, webhook: str, secrets: Mapping[str, str] = {}) -> list[str]:
    """Returns the steps at a platform with the account's own address and the secrets that were made up."""
    guide = read_guide(name)
    if guide is None:
        return []
    values = {"webhook": webhook, **secrets}
    known = re.compile("|".join(re.escape(f"{{{name}}}") for name in values))
    return [known.sub(lambda place: values[place.group()[1:-1]], step) for step in guide.steps]


def write_guide(name: str) -> str:
    """Returns the document."""
    platform, guide = registry.platform(name), read_guide(name)
    parts = [INTRODUCTION.format(title=platform.title, docs_url=platform.docs_url), *_declared(platform)]
    parts.append(describe_what_is_heard(platform, guide.not_supported if guide else ()))
    if guide is not None:
        parts += _told(platform, guide)
    example = write_example(platform)
    if example:
        words = "Signs a delivery as the platform does; our answer is 200, and what cannot be read of it is parked.\n"
        parts.append(f"## A signed delivery by hand\n{words}\n```sh\n{example}```\n")
    return "\n".join(parts)


def _declared(platform: Platform) -> list[str]:
    ways = ", ".join(sorted(platform.capabilities))
    lines = [
        f"- ways: {ways}",
        f"- command: `rapport accounts add {platform.name} NATIVE_ID"
        + "".join(f" --secret {each.name}=@FILE" for each in _list_entered(platform))
        + "`",
        *(f"- secret `{each.name}`: {each.help}" + _maker(each.made_by) for each in platform.secrets),
    ]
    if platform.secrets:
        own = "each account has its own endpoint"
        shared = "one endpoint serves all accounts behind an app" if platform.names_account else own
        lines.append(f"- costs in AWS: 0.40 USD a month for the endpoint's secret; {shared}")
    return ["\n".join(lines) + "\n"]


def _list_entered(platform: Platform) -> list[Secret]:
    """Returns the secrets that somebody enters: one of several ways is needed where nothing else is."""
    shown = [each for each in platform.secrets if each.made_by is MadeBy.PLATFORM]
    return [each for each in shown if not each.optional] or shown


def _maker(made_by: MadeBy) -> str:
    return " (made up unless given, and shown once)" if made_by is MadeBy.OWNER else ""


def _told(platform: Platform, guide: Guide) -> list[str]:
    parts = [f"**Access and costs there:** {guide.access}\n"]
    for title, values in (("Events and fields", guide.subscribe), ("Scopes", guide.scopes)):
        if values:
            parts.append(f"**{title}:** " + ", ".join(f"`{each}`" for each in values) + "\n")
    numbered = [f"{number}. {_as_code(step)}" for number, step in enumerate(guide.steps, 1)]
    parts.append("## Steps\n" + "\n".join(numbered) + "\n")
    parts.append(f"## Try it\n{_trial(platform, guide)}\n")
    return parts


def _trial(platform: Platform, guide: Guide) -> str:
    if "webhook" in platform.capabilities:
        tested = f"`rapport accounts test {platform.name}` has the webhook try itself. Then: {guide.trial}"
        return f"{tested} `rapport tail` shows it within seconds; if not, `rapport accounts health`."
    if "poll" in platform.capabilities:
        return f"{guide.trial} `rapport tail` shows it when it was asked for next; if not, `rapport accounts health`."
    return guide.trial


def _as_code(step: str) -> str:
    """Returns a step with its command, which goes to the end, as code."""
    words, curl, command = step.partition("curl ")
    return f"{words}`{curl}{command}`" if curl else step


PATHS: dict[str, Callable[[], str]] = {
    f"docs/platforms/{name}.md": partial(write_guide, name) for name in registry.names()
}
"""Path -> how its text is made."""
