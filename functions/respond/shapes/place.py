"""Describes posts with their engagement, and groups with their members."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from model.place import CountedPlace
from respond.shapes.interaction import InteractionView, cut_words
from respond.shapes.page import PageQuery
from respond.shapes.people import PersonView, Profiles, show_person
from respond.shapes.scalars import DayText, HidText, PlatformName, TimeText, format_time

FIGURES = ("views", "reactions", "comments", "shares")


class PlacesQuery(PageQuery, kw_only=True, forbid_unknown_fields=True):
    """Asks for posts or groups, of one platform or of all."""

    platform: Annotated[PlatformName, Meta(description="of this platform only")] | UnsetType = UNSET


class ReachView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what a post brought about: the platform's own figures where it tells them, else what we counted."""

    views: int | None
    reactions: int
    comments: Annotated[int, Meta(description="what was written under it, as far as it is told or came in")]
    shares: int
    told: Annotated[list[str], Meta(description="which of these are the platform's absolute figures")]
    told_at: Annotated[TimeText | None, Meta(description="as of when these are")]


class ReachOnDayView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows what a platform told of a post last on one day; null is what it did not tell."""

    day: DayText
    views: int | None
    reactions: int | None
    comments: int | None
    shares: int | None


class PostView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a post; its words are null where it came before Rapport did, or may not be shown any more."""

    id: HidText
    platform: str
    account_id: str
    author: PersonView | None
    title: str | None
    text: str | None
    permalink: str | None
    at: TimeText | None
    last_day: Annotated[DayText, Meta(description="when something last happened there")]
    reach: ReachView
    history: list[ReachOnDayView]
    negative: Annotated[int, Meta(description="how many comments and shares are negative")]
    first_words: Annotated[
        str | None, Meta(description="how what was said first below it begins, where its own words are null")
    ]


class GroupView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a group, channel or audience that people joined."""

    id: HidText
    platform: str
    account_id: str
    name: str | None
    members: Annotated[
        int, Meta(description="how many the platform tells, else who joined and did not leave")
    ]
    last_day: Annotated[DayText, Meta(description="when somebody last joined or left")]


class GroupMemberView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows who is in a group, and since when."""

    person: PersonView
    since: TimeText | None


def show_post(
    place: CountedPlace, written: InteractionView | None, below: InteractionView | None
) -> PostView:
    """Returns a post: its counts, and its words as far as the caller may see them, or the first ones `below` it."""
    return PostView(
        id=place.id,
        platform=place.platform,
        account_id=place.account,
        author=written.author if written else None,
        title=written.title if written else None,
        text=written.text if written else None,
        permalink=written.permalink if written else None,
        at=written.occurred_at if written else None,
        last_day=_day(place.day),
        reach=_reach(place),
        history=[_on_day(day, place.history[day]) for day in sorted(place.history)],
        negative=place.counts["negative"],
        first_words=cut_words(below.text) if below is not None and below.text else None,
    )


def show_group(place: CountedPlace) -> GroupView:
    """Returns a group with its numbers."""
    return GroupView(
        id=place.id,
        platform=place.platform,
        account_id=place.account,
        name=place.name,
        members=place.told.get("members", place.counts["members"]),
        last_day=_day(place.day),
    )


def show_group_member(person: str, since: int, profiles: Profiles) -> GroupMemberView:
    """Returns one member of a group."""
    return GroupMemberView(person=show_person(person, profiles), since=format_time(since))


def _day(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _reach(place: CountedPlace) -> ReachView:
    told = {name: place.told[name] for name in FIGURES if name in place.told}
    shown = {name: place.counts[name] for name in FIGURES[1:]} | told
    return ReachView(
        views=told.get("views"),
        reactions=shown["reactions"],
        comments=shown["comments"],
        shares=shown["shares"],
        told=list(told),
        told_at=format_time(place.told_at),
    )


def _on_day(day: str, told: Mapping[str, int]) -> ReachOnDayView:
    return ReachOnDayView(day=_day(day), **{name: told.get(name) for name in FIGURES})
