"""Describes accounts: a brand's connected presences."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from platforms.links import link_account
from respond.shapes.scalars import HidText, Moment, PlatformName, TimeText, format_time, limit_text
from store.brand.accounts import Account

PASTED = Annotated[str, Meta(max_length=4096)]
"""Takes a secret as people paste it, with blanks and line breaks; the platform's own declaration cleans it."""


class NewAccount(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names an account to connect."""

    platform: Annotated[PlatformName, Meta(description="whose account it is")]
    native_id: Annotated[
        str, limit_text(200, about="the platform's own id of the Page, bot, workspace or site")
    ]
    title: Annotated[str, limit_text(200, about="what agents call it")] | UnsetType = UNSET
    self_ids: (
        Annotated[
            list[Annotated[str, limit_text(200)]],
            Meta(max_length=50, description="further native ids under which the account itself writes"),
        ]
        | UnsetType
    ) = UNSET
    connected_by: (
        Annotated[
            str,
            limit_text(
                200,
                about="the platform's user who connects it, as its app names them; their removal of the app ends it",
            ),
        ]
        | UnsetType
    ) = UNSET
    secrets: (
        Annotated[
            dict[str, PASTED],
            Meta(max_length=10, description="what proves its deliveries; never shown again"),
        ]
        | UnsetType
    ) = UNSET
    endpoint: (
        Annotated[
            str, limit_text(32, 32, about="an endpoint of the same platform that serves this account too")
        ]
        | UnsetType
    ) = UNSET


class AccountView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows a connected account."""

    id: str
    platform: str
    title: str
    native_id: str
    permalink: Annotated[str | None, Meta(description="where the platform shows it, if its ids lead there")]
    self_ids: list[str]
    state: str
    connected_by: str | None
    withdrawal_task: HidText | None
    endpoint: str
    webhook_url: str
    created_at: TimeText | None


class ConnectedAccountView(AccountView, kw_only=True, forbid_unknown_fields=True):
    """Shows an account that was just connected, with the secrets that were made up for it; they are shown this once."""

    generated_secrets: dict[str, str]


class AccountChange(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names what changes about an account."""

    native_id: (
        Annotated[
            str,
            limit_text(
                200,
                about="the right native id where another one was entered; the account's id changes with it",
            ),
        ]
        | UnsetType
    ) = UNSET
    title: Annotated[str, limit_text(200, about="what agents call it")] | UnsetType = UNSET
    self_ids: (
        Annotated[
            list[Annotated[str, limit_text(200)]],
            Meta(max_length=50, description="all further native ids under which the account itself writes"),
        ]
        | UnsetType
    ) = UNSET


class DisconnectQuery(Struct, kw_only=True, forbid_unknown_fields=True):
    """Asks what becomes of the data of an account that is disconnected."""

    data: Annotated[
        Literal["keep", "purge"],
        Meta(description="keep (unless told) what came, or purge it once a second person confirms"),
    ] = "keep"


class SecretsWanted(Struct, kw_only=True, forbid_unknown_fields=True):
    """Names the secrets that prove deliveries from now on."""

    secrets: (
        Annotated[
            dict[str, PASTED],
            Meta(
                max_length=10,
                description="all that come from the platform; those that are ours to choose are made up unless given",
            ),
        ]
        | UnsetType
    ) = UNSET
    former_until: (
        Annotated[
            Moment,
            Meta(
                description="how long the former ones are good beside them: a day unless told, a week at most"
            ),
        ]
        | UnsetType
    ) = UNSET


class RotatedView(Struct, kw_only=True, forbid_unknown_fields=True):
    """Shows that an endpoint has new secrets; those that were made up are shown this once."""

    endpoint: str
    platform: str
    former_until: TimeText | None
    generated_secrets: dict[str, str]


def show_account(account: Account, webhooks: str, withdrawal_task: str | None = None) -> AccountView:
    """Returns a connected account.

    `webhooks` is the address under which its platform finds us, `withdrawal_task` the one in which somebody has to
    confirm or refuse that it withdrew our access.
    """
    return AccountView(
        id=account.id,
        platform=account.platform,
        title=account.title,
        native_id=account.native_id,
        permalink=link_account(account.platform, (account.native_id, *account.self_ids)),
        self_ids=list(account.self_ids),
        state=account.state,
        connected_by=account.connected_by,
        withdrawal_task=withdrawal_task,
        endpoint=account.endpoint,
        webhook_url=f"{webhooks}/webhooks/{account.platform}/{account.endpoint}",
        created_at=format_time(account.created_at),
    )


def show_connected(account: AccountView, generated: dict[str, str]) -> ConnectedAccountView:
    """Returns an account that was just connected, with the secrets that were made up for it."""
    fields = {name: getattr(account, name) for name in AccountView.__struct_fields__}
    return ConnectedAccountView(**fields, generated_secrets=generated)
