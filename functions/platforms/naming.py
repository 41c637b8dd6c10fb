"""Asks platforms who somebody is whom payloads name by id only, and reads their answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from model.event import Event, Kind, Person, Signal
from model.http import Call, Delivery
from platforms.reading.payload import Json, first, obj, read_object, text

PERSON = "person"
BEARER = "Authorization"

Tell = Callable[[Json], tuple[str | None, str | None]]
"""(name, handle) in an answer."""


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """Where a platform says who somebody is: `{person}` in the address or the body is their native id."""

    url: str
    tell: Tell
    header: str = BEARER
    scheme: str = "Bearer "
    body: str = ""

    def ask(self, what: Mapping[str, str], credentials: Mapping[str, str]) -> Call:
        """Returns the request for a person's name, in the name of the account."""
        who = quote(what[PERSON], safe="")
        headers = {self.header: f"{self.scheme}{credentials.get('access_token', '')}"}
        if not self.body:
            return Call("GET", self.url.replace("{person}", who), headers)
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
}
"""Platforms whose payloads name people by id only, at least at times."""
