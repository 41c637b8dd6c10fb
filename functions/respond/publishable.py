"""Decides whether a public post may go out on an account now, and with what words; the reason where it may not."""

from model.broadcast import Broadcast, PublicText
from model.canned import UnknownValue, fill_text
from platforms.registry import platform as find_platform
from platforms.sending.escaping import escape_value
from platforms.sending.publishing import PLACED, find_post_way
from respond.audience import is_braked, read_limits
from store.brand.accounts import ACTIVE, Account
from store.stores import Stores

KNOWN = ("brand", "platform")
"""What a public post may name: it is for nobody in particular."""


def find_account(stores: Stores, brand: str, account: str) -> Account | None:
    """Returns a connected account; None where it is there no more."""
    accounts = stores.accounts.list_accounts(brand)
    return next((each for each in accounts if each.id == account and each.state == ACTIVE), None)


def fill_post(stores: Stores, brand: str, text: PublicText) -> str:
    """Returns a post's words as they go out. Raises UnknownValue."""
    values = {
        "brand": stores.settings.read_settings(brand).public_name,
        "platform": find_platform(text.platform).title,
    }
    return fill_text(text.text, values, lambda value: escape_value(text.platform, value))


def find_obstacle(stores: Stores, broadcast: Broadcast, text: PublicText, dead: bool) -> str:
    """Returns why an account cannot post this now; empty where it can. `dead`: its token was refused."""
    way = find_post_way(text.platform)
    if way is None:
        return "no_such_way"
    if find_account(stores, broadcast.brand, text.account) is None:
        return "account_disconnected"
    if dead:
        return "token_dead"
    if text.platform in PLACED and not text.place:
        return "no_target"
    try:
        words = fill_post(stores, broadcast.brand, text)
    except UnknownValue:
        return "value_missing"
    if not way.fits(words):
        return "text_too_long"
    return "alert" if is_braked(stores, broadcast, read_limits(stores, broadcast.brand)) else ""
