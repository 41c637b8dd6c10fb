"""Describes messages that a platform approved beforehand."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from model.message_template import MessageTemplate
from respond.shapes.scalars import TimeText, format_time, limit_text


class TemplateView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a template in one language."""

    name: str
    language: str
    status: Annotated[str, Meta(description="the platform's own word")]
    category: str
    text: str
    variables: Annotated[list[str], Meta(description="the places in its text, in the order they are filled")]
    usable: Annotated[
        bool, Meta(description="whether it can be sent from here: approved, and only its text has places")
    ]


class TemplatesView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows the templates of an account."""

    data: list[TemplateView]
    asked_at: Annotated[TimeText | None, Meta(description="when the platform was asked for them")]
    reason: Annotated[str | None, Meta(description="why it could not be asked now")]


class TemplateWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names a template that is to be sent, with what fills its places."""

    name: Annotated[str, limit_text(512)]
    language: Annotated[str, limit_text(20)]
    variables: Annotated[list[Annotated[str, limit_text(1000)]], Meta(max_length=50)] = []


def show_templates(found: Sequence[MessageTemplate], at: int, reason: str = "") -> TemplatesView:
    """Returns an account's templates as agents see them."""
    return TemplatesView(data=list_views(found), asked_at=format_time(at or None), reason=reason or None)


def list_views(found: Sequence[MessageTemplate]) -> list[TemplateView]:
    """Returns templates as agents see them."""
    return [
        TemplateView(
            name=each.name,
            language=each.language,
            status=each.status,
            category=each.category,
            text=each.text,
            variables=list(each.variables),
            usable=each.usable,
        )
        for each in found
    ]
