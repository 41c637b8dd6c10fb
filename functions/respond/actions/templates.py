"""Shows the messages that a platform approved for an account, and finds the one that is to be sent."""

import json
from collections.abc import Sequence
from dataclasses import replace

from aws import functions, settings
from model.errors import Unavailable
from model.message_template import MessageTemplate
from platforms.sending.registry import list_ways
from platforms.sending.ways import SendOption
from respond.action import Asked, Caller, action
from respond.actions.account_changes import find_account
from respond.actions.given import take_given
from respond.denied import deny_conflict, deny_impossible
from respond.shapes.reply import NewReply
from respond.shapes.template import TemplatesView, show_templates

TEMPLATE = "template"
DAY_MS = 86_400_000
PATIENCE_S = 25.0


@action(scope="conversations:read", audit=None)
def list_templates(caller: Caller, asked: Asked[None]) -> TemplatesView:
    """Returns an account's templates; the platform is asked again after a day."""
    account = find_account(caller, asked.id)
    if all(way.outside != TEMPLATE for way in list_ways(account.platform)):
        return show_templates([], 0, "unsupported")
    return show_templates(*read_templates(caller, account.id, account.platform))


def read_templates(caller: Caller, account: str, platform: str) -> tuple[list[MessageTemplate], int, str]:
    """Returns an account's templates, when they were asked for, and why they could not be asked for anew."""
    store, now_ms = caller.stores.templates, caller.stores.now_ms()
    found, at = store.read_templates(caller.brand, account)
    if now_ms - at < DAY_MS:
        return found, at, ""
    wanted = {"templates": {"brand": caller.brand, "platform": platform, "account": account}}
    try:
        said = functions.call_function(settings.function_media(), wanted, PATIENCE_S)
    except Unavailable:
        said = {"reason": "unanswered"}
    if "reason" in said:
        return found, at, str(said["reason"])
    found = [MessageTemplate(**each) for each in said["templates"]]
    store.keep_templates(caller.brand, account, found, now_ms)
    return found, now_ms, ""


def choose_template(
    caller: Caller, wanted: NewReply, options: Sequence[SendOption], account: str, platform: str
) -> tuple[SendOption, str, str] | None:
    """Returns the way by which a template goes, what names it, and its text; None where none was named.

    Raises Denied for one that cannot be sent.
    """
    named = take_given(wanted.template, None)
    if named is None:
        return None
    files = (*wanted.files, *wanted.uploads, take_given(wanted.file, None), take_given(wanted.upload, None))
    if wanted.text or any(files):
        raise deny_impossible("A template has its own text, and no file.", pointer="/template")
    ways = [each for each in options if each.way.outside == TEMPLATE]
    option = next((each for each in ways if each.open or each.reason == "window_closed"), None)
    if option is None:
        reason = ways[0].reason if ways else "no_such_way"
        raise deny_conflict(reason, f"No template can be sent ({reason}).")
    found, _, _ = read_templates(caller, account, platform)
    known = [each for each in found if (each.name, each.language) == (named.name, named.language)]
    if not known or not known[0].usable:
        raise deny_impossible("There is no such template that can be sent.", "no_such_template", "/template")
    template = known[0]
    if len(named.variables) != len(template.variables) or not all(named.variables):
        detail = f"It wants {len(template.variables)} variables: {', '.join(template.variables)}."
        raise deny_impossible(detail, "bad_variables", "/template/variables")
    told = {"name": template.name, "language": template.language, "variables": named.variables}
    names = {"names": list(template.variables)} if template.named else {}
    sent = json.dumps(told | names, separators=(",", ":"))
    return replace(option, open=True, until=None, tag=""), sent, template.fill_text(named.variables)
