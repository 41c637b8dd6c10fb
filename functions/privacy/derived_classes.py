"""Kinds of items that are made of others: what is counted of a person's posts, and by what names they are found."""

from model.fields import KEY, ORDER
from privacy.item_class import RETENTION, ItemClass
from store.contacts.rows import WordRow
from store.forgetting.erasing.posts import OwnPosts
from store.forgetting.erasing.rows import OwnRows
from store.forgetting.erasing.words import ListedNames
from store.insights.rows import PlaceRow

POSTS = ItemClass(
    "posts",
    (PlaceRow,),
    ("posts",),
    lambda context: OwnPosts(
        OwnRows(context.stores.vault, context.stores.feed, context.stores.conversations)
    ),
    exported=frozenset("comments reactions shares told".split()),
    withheld={
        "pk": KEY,
        "sk": KEY,
        "rev": ORDER,
        "platform": "stands with the post, which is exported",
        "account": "as platform",
        "members": "counted of groups, which are nobody's; who joined is an interaction",
        "told_at": ORDER,
        "history": "what was told before what is exported",
        "sealed": "a group's name, under the account's key",
        "negative": "what the texts of others were counted as",
        "due_pk": RETENTION,
        "due_sk": RETENTION,
    },
)

WORDS = ItemClass(
    "words",
    (WordRow,),
    ("words",),
    lambda context: ListedNames(context.stores.vault, context.stores.words),
    withheld={
        "pk": "a keyed hash of three letters of a name that is exported",
        "sk": KEY,
        "expires_at": RETENTION,
    },
    families=("word",),
)
