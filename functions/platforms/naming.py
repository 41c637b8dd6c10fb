"""Asks platforms who somebody is whom payloads name by id only, and reads their answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from model.event import Event, Kind, Person, Signal
from model.http import Call, Delivery
from platforms.reading.payload import Json, first, obj, read_object, text

PERSON, PLACE = "person", "place"
BEARER = "Authorization"

ROOT = re.compile(r"(?<=\w):\d+$")
"""What stands behind a conversation's id in a thread's: the message that the thread began with."""

Tell = Callable[[Json], tuple[str | None, str | None]]
"""(name, handle) in an answer."""


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """Says where a platform tells who somebody is: `{person}` in the address or the body is their native id, `{place}`
    that of the conversation in which they were met.
    """

    url: str
    tell: Tell
    header: str = BEARER
    scheme: str = "Bearer "
    body: str = ""

    @property
    def in_place(self) -> bool:
        """Returns whether somebody is looked up in a conversation."""
        return "{place}" in self.url

    def ask(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for a person's name, in the name of the account."""
        who = quote(what[PERSON], safe="")
        headers = {self.header: f"{self.scheme}{credentials.get('access_token', '')}"}
        if not self.body:
            place = quote(ROOT.sub("", what.get(PLACE, "")), safe="")
            return Call("GET", self.url.replace("{place}", place).replace("{person}", who), headers)
        body = self.body.replace("{person}", what[PERSON].replace("\\", "").replace('"', ""))
        return Call("POST", self.url, {**headers, "Content-Type": "application/json"}, body.encode())

    def read_name(self, delivery: Delivery) -> list[Event]:
        """Returns who somebody is; nothing where the platform does not tell (any more)."""
        told = delivery.fetched or {}
        if told.get("status") != 200:
            return []
        name, handle = self.tell(read_object(delivery.body))
        if name is None and handle is None:
            return []
        return [Event(Kind.CONTROL, author=Person(str(told[PERSON]), name, handle), signal=Signal.NAMED)]


def _slack(answer: Json) -> tuple[str | None, str | None]:
    """Returns the name that members see, and the handle."""
    user = obj(answer.get("user"))
    profile = obj(user.get("profile"))
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"))
    return first(*(text(each) or None for each in names)), text(user.get("name"))


def _line(answer: Json) -> tuple[str | None, str | None]:
    return text(answer.get("displayName")), None


def _viber(answer: Json) -> tuple[str | None, str | None]:
    return text(obj(answer.get("user")).get("name")), None


def _meta(answer: Json) -> tuple[str | None, str | None]:
    """Returns a name on Messenger or Instagram, and Instagram's user name."""
    parts = [text(answer.get("first_name")), text(answer.get("last_name"))]
    return first(text(answer.get("name")), " ".join(filter(None, parts)) or None), text(
        answer.get("username")
    )


def _discord(answer: Json) -> tuple[str | None, str | None]:
    return first(text(answer.get("global_name")), text(answer.get("username"))), text(answer.get("username"))


def _teams(answer: Json) -> tuple[str | None, str | None]:
    """Returns a member's name; the address that they sign in with is none of ours to keep."""
    parts = [text(answer.get("givenName")), text(answer.get("surname"))]
    return first(text(answer.get("name")), " ".join(filter(None, parts)) or None), None


GRAPH = "https://graph.facebook.com/v23.0"
NAMES: Mapping[str, NameQuestion] = {
    # https://docs.slack.dev/reference/methods/users.info
    "slack": NameQuestion("https://slack.com/api/users.info?user={person}", _slack),
    # https://developers.line.biz/en/reference/messaging-api/#get-profile
    "line": NameQuestion("https://api.line.me/v2/bot/profile/{person}", _line),
    # https://developers.viber.com/docs/api/rest-bot-api/#get-user-details
    "viber": NameQuestion(
        "https://chatapi.viber.com/pa/get_user_details",
        _viber,
        "X-Viber-Auth-Token",
        "",
        '{"id": "{person}"}',
    ),
    # https://developers.facebook.com/docs/messenger-platform/identity/user-profile
    "messenger": NameQuestion(f"{GRAPH}/{{person}}?fields=name,first_name,last_name", _meta),
    # https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
    "instagram": NameQuestion(f"{GRAPH}/{{person}}?fields=name,username", _meta),
    # https://discord.com/developers/docs/resources/user#get-user
    "discord": NameQuestion("https://discord.com/api/v10/users/{person}", _discord, scheme="Bot "),
    # https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, at the service that serves all
    # regions: what a payload names is not asked.
    "teams": NameQuestion(
        "https://smba.trafficmanager.net/teams/v3/conversations/{place}/members/{person}", _teams
    ),
}
"""Platforms whose payloads name people by id only, at least at times."""
