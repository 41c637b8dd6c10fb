"""Reads what a broadcast is to say, to a segment or on accounts in public, and tries it without posting anything."""

from dataclasses import replace

from msgspec import UNSET

from model.broadcast import Broadcast, PublicPost, PublicText
from model.canned import UnknownValue, fill_text, list_strange
from platforms.sending.publishing import PLACED, find_post_way
from platforms.sending.registry import SENDERS
from respond.action import Asked, Caller
from respond.actions.given import take_given
from respond.denied import deny_impossible
from respond.publishable import KNOWN, find_account, find_obstacle
from respond.shapes.broadcast import BroadcastChange, DryRunView, ExcludedView, NewBroadcast, NewPost
from store.outbox.posts import PUBLIC_POSTS
from store.vault import keys as vault_keys


def make_broadcast(caller: Caller, asked: Asked[NewBroadcast]) -> Broadcast:
    """Returns the broadcast that is asked for. Raises Denied for what could never be sent."""
    wanted = asked.wanted
    index_key = caller.stores.vault.index_key(caller.brand)
    made = Broadcast(
        id=vault_keys.hid(index_key, caller.brand, "outbox", "broadcast", caller.agent, asked.key),
        brand=caller.brand,
        platform="",
        account="",
        segment="",
        title=wanted.title,
        text="",
        created_at=caller.stores.now_ms(),
        created_by=caller.agent,
        due_at=take_given(wanted.at, 0),
    )
    if wanted.audience == "public":
        return replace(made, posts=_read_posts(caller, _check_public(wanted)))
    segment, text = take_given(wanted.segment, ""), take_given(wanted.text, "")
    account = find_account(caller.stores, caller.brand, take_given(wanted.account, ""))
    if account is None or account.platform not in SENDERS:
        raise deny_impossible("`account` must be a connected account that can send.", pointer="/account")
    if not text or wanted.posts is not UNSET:
        raise deny_impossible("A broadcast to a segment has one `text`, and no `posts`.", pointer="/text")
    check_private(caller, segment, text)
    return replace(made, platform=account.platform, account=account.id, segment=segment, text=text)


def list_words(broadcast: Broadcast) -> tuple[object, ...]:
    """Returns what tells a broadcast from another one of the same key."""
    return broadcast.account, broadcast.segment, broadcast.text, broadcast.posts


def change_posts(caller: Caller, known: Broadcast, wanted: BroadcastChange) -> tuple[PublicText, ...]:
    """Returns the posts as they are after a change. Raises Denied for what a broadcast of its kind does not have."""
    posts = take_given(wanted.posts, None)
    if known.posts and any(take_given(each, "") for each in (wanted.segment, wanted.text)):
        raise deny_impossible("A public broadcast has `posts`, and nothing else to say.", pointer="/posts")
    if posts is not None and not known.posts:
        raise deny_impossible("A broadcast to a segment has no `posts`.", pointer="/posts")
    return known.posts if posts is None else _read_posts(caller, posts)


def check_private(caller: Caller, segment: str, text: str) -> None:
    """Raises Denied where there is no such segment, or the text has variables that are none."""
    if caller.stores.segments.find_segment(caller.brand, segment) is None:
        raise deny_impossible("There is no such segment.", pointer="/segment")
    if list_strange(text) or "{{agent" in text.replace(" ", ""):
        raise deny_impossible("`text` has variables that are none.", "bad_variable", "/text")


def _read_posts(caller: Caller, wanted: list[NewPost]) -> tuple[PublicText, ...]:
    """Returns the posts as they are kept. Raises Denied for what could never be posted."""
    if len({each.account for each in wanted}) < len(wanted):
        raise deny_impossible("An account posts once in a broadcast.", pointer="/posts")
    return tuple(_read_post(caller, each, f"/posts/{number}") for number, each in enumerate(wanted))


def _check_public(wanted: NewBroadcast) -> list[NewPost]:
    """Returns the posts of a public broadcast. Raises Denied where it names what only one to a segment has."""
    posts = take_given(wanted.posts, None)
    others = (take_given(each, "") for each in (wanted.segment, wanted.account, wanted.text))
    if posts is None or any(others):
        raise deny_impossible("A public broadcast has `posts`, and nothing else to say.", pointer="/posts")
    return posts


def try_posts(caller: Caller, known: Broadcast) -> DryRunView:
    """Returns on which accounts it would be posted now, and why not on the others: accounts are the samples."""
    sending = caller.stores.tokens.list_sending(caller.brand)
    dead = {account for account, each in sending.items() if each.dead}
    by_reason: dict[str, list[str]] = {}
    for each in known.posts:
        reason = find_obstacle(caller.stores, known, each, each.account in dead)
        by_reason.setdefault(reason, []).append(each.account)
    reached = len(by_reason.pop("", ()))
    excluded = [
        ExcludedView(reason=reason, count=len(accounts), sample=[], accounts=accounts)
        for reason, accounts in sorted(by_reason.items())
    ]
    return DryRunView(total=len(known.posts), reached=reached, excluded=excluded, next=None)


def read_made(caller: Caller, known: Broadcast) -> dict[str, PublicPost]:
    """Returns what became of a public broadcast's posts, by account."""
    return PUBLIC_POSTS.list_posts(caller.brand, known.id) if known.posts else {}


def _read_post(caller: Caller, wanted: NewPost, pointer: str) -> PublicText:
    account = find_account(caller.stores, caller.brand, wanted.account)
    way = None if account is None else find_post_way(account.platform)
    if account is None or way is None:
        detail = "`account` must be a connected account on whose platform we can post."
        raise deny_impossible(detail, pointer=f"{pointer}/account")
    place = take_given(wanted.place, "")
    if account.platform in PLACED and not place:
        raise deny_impossible("This platform needs the `place` of the post.", pointer=f"{pointer}/place")
    if list_strange(wanted.text) or not _is_filled(wanted.text):
        raise deny_impossible("`text` has variables that are none.", "bad_variable", f"{pointer}/text")
    if not way.fits(wanted.text):
        detail = f"The platform takes {way.most} ({way.counting})."
        raise deny_impossible(detail, "text_too_long", pointer=f"{pointer}/text")
    return PublicText(account.platform, account.id, wanted.text, place)


def _is_filled(text: str) -> bool:
    try:
        fill_text(text, dict.fromkeys(KNOWN, "x"), str)
    except UnknownValue:
        return False
    return True
