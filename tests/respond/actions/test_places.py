"""Posts with their engagement and the conversations under them; groups with their members.

Tests of: `respond.routes.places`, `respond.shapes.place`, `store.posts.places`.
"""

from typing import Any

from tests.respond.world import ACME, FACEBOOK, MS, World

NOTHING_TOLD: dict[str, Any] = {"views": None, "told": [], "told_at": None}
POST = {
    "kind": "post", "external_id": "p9", "author_id": "u7", "author_name": "Ines Post", "text": "Look at this",
    "permalink": "https://facebook.example/p9", "occurred_at": MS - 9_000,
}  # fmt: skip


def _like(by: str, post: str = "p9", **more: Any) -> dict[str, Any]:
    like = {"kind": "reaction", "text": "like", "parent_id": post, "thread_id": post, "author_id": by}
    return like | {"occurred_at": MS - 5_000} | more


def _comment(number: int, text: str, post: str = "p9") -> dict[str, Any]:
    native = f"c9{number}"
    return {
        "kind": "comment", "external_id": native, "parent_id": post, "thread_id": post, "conversation_id": native,
        "author_id": f"u1{number}", "author_name": f"Person {number}", "text": text, "occurred_at": MS - 4_000 + number,
    }  # fmt: skip


def _post(world: World, native: str = "p9") -> Any:
    return world.get("/posts/{id}", path={"id": world.hid(FACEBOOK, "item", native)})


def test_a_post_shows_its_words_and_what_it_brought_about(world: World) -> None:
    share = {
        "kind": "share",
        "parent_id": "p9",
        "author_id": "u8",
        "external_id": "s1",
        "occurred_at": MS - 3_000,
    }
    world.tell(
        FACEBOOK, POST, _like("u2"), _like("u3"), _comment(1, "this is bad"), _comment(2, "good"), share
    )
    shown = _post(world).body
    assert (shown["text"], shown["author"]["name"]) == ("Look at this", "Ines Post")
    assert shown["permalink"] == "https://facebook.example/p9"
    assert shown["reach"] | NOTHING_TOLD == {"reactions": 2, "comments": 2, "shares": 1} | NOTHING_TOLD
    assert shown["negative"] == 1
    assert shown["last_day"] == "2026-09-21"
    listed = world.get("/posts/{id}/conversations", path={"id": shown["id"]}).body["data"]
    assert [each["last_interaction"]["snippet"] for each in listed] == ["good", "this is bad"]


def test_a_post_that_was_never_heard_of_is_counted_all_the_same(world: World) -> None:
    world.tell(FACEBOOK, _like("u2", "old"), _comment(5, "hello", "old"))
    shown = _post(world, "old").body
    assert shown["reach"] | NOTHING_TOLD == {"reactions": 1, "comments": 1, "shares": 0} | NOTHING_TOLD
    assert (shown["text"], shown["author"], shown["at"]) == (None, None, None)
    assert shown["first_words"] == "hello"


def test_posts_that_were_never_heard_of_are_told_apart_by_what_was_first_said_below(world: World) -> None:
    world.tell(FACEBOOK, _comment(7, "second\nthought", "old"), _comment(6, f"first {'word ' * 99}", "old"))
    world.tell(FACEBOOK, _like("u2", "older"), POST, _comment(8, "below words of its own"))
    listed = world.get("/posts", query={"platform": FACEBOOK}).body["data"]
    told = {each["id"]: each["first_words"] for each in listed}
    natives = {name: told[world.hid(FACEBOOK, "item", name)] for name in ("old", "older", "p9")}
    assert natives["old"].startswith("first word word")
    assert natives["old"].endswith("…")
    assert (natives["older"], natives["p9"]) == (None, None)


def test_words_of_whose_data_are_only_stored_are_not_told(world: World) -> None:
    world.tell(FACEBOOK, _comment(5, "hello", "old"))
    assert world.stores.consents.restrict_person(ACME, world.hid(FACEBOOK, "person", "u15"), MS)
    world.clock.now += 3600  # what functions remembered of it is over
    assert _post(world, "old").body["first_words"] is None


def test_what_was_withdrawn_is_taken_off_and_what_is_corrected_is_moved(world: World) -> None:
    world.tell(FACEBOOK, POST, _like("u2"), _like("u3"), _comment(1, "this is bad"))
    world.tell(FACEBOOK, _like("u3", text=None, occurred_at=MS - 1_000))
    bad = world.hid(FACEBOOK, "item", "c91")
    headers = {"If-Match": "*", "Content-Type": "application/json"}
    body = {"sentiment": "positive"}
    answer = world.call("PATCH", "/interactions/{id}", path={"id": bad}, body=body, headers=headers)
    assert answer.status == 200
    shown = _post(world).body
    assert shown["reach"] | NOTHING_TOLD == {"reactions": 1, "comments": 1, "shares": 0} | NOTHING_TOLD
    assert shown["negative"] == 0


def test_a_comment_with_likes_is_no_post(world: World) -> None:
    world.tell(FACEBOOK, POST, _comment(1, "hello"))
    world.tell(FACEBOOK, _like("u2", "c91"))
    assert _post(world, "c91").status == 404
    assert (
        _post(world).body["reach"] | NOTHING_TOLD
        == {"reactions": 0, "comments": 1, "shares": 0} | NOTHING_TOLD
    )


def test_posts_are_listed_page_by_page(world: World) -> None:
    world.tell(FACEBOOK, *(_like("u2", f"p{number}") for number in range(20, 25)))
    seen: list[str] = []
    query: dict[str, str] = {"limit": "2", "platform": FACEBOOK}
    while True:
        page = world.get("/posts", query=query).body
        seen += [each["id"] for each in page["data"]]
        if not page["has_more"]:
            break
        query |= {"cursor": page["next_cursor"]}
    natives = ["p1", *(f"p{number}" for number in range(20, 25))]
    assert sorted(seen) == sorted(world.hid(FACEBOOK, "item", each) for each in natives)
    assert world.get("/posts", query={"platform": "telegram"}).body["data"] == []


def test_a_group_knows_its_members_and_how_many_they_are(world: World) -> None:
    joined = [
        {"kind": "join", "thread_id": "g1", "author_id": f"u{n}", "author_name": f"P {n}", "occurred_at": MS - n * 1000}
        for n in range(30, 33)
    ]  # fmt: skip
    world.tell(FACEBOOK, *joined)
    world.tell(FACEBOOK, {"kind": "leave", "thread_id": "g1", "author_id": "u31", "occurred_at": MS})
    (group,) = world.get("/groups").body["data"]
    assert (group["id"], group["members"]) == (world.hid(FACEBOOK, "item", "g1"), 2)
    members = world.get("/groups/{id}/members", path={"id": group["id"]}).body["data"]
    assert [each["person"]["name"] for each in members] == ["P 30", "P 32"]
    assert world.get("/posts/{id}", path={"id": group["id"]}).status == 404


def test_who_blocks_a_bot_leaves_no_group(world: World) -> None:
    world.tell(FACEBOOK, {"kind": "join", "thread_id": "u40", "author_id": "u40", "occurred_at": MS})
    assert world.get("/groups").body["data"] == []


def test_other_brands_posts_are_not_there(world: World) -> None:
    world.tell(FACEBOOK, _like("u2", "theirs"), brand="other")
    there = world.hid(FACEBOOK, "item", "theirs", "other")
    assert world.get("/posts/{id}", path={"id": there}).status == 404


def test_a_share_without_words_that_is_taken_back_is_taken_off(world: World) -> None:
    shared = {"parent_id": "p9", "author_id": "u8", "external_id": "s1"}
    world.tell(FACEBOOK, POST, {"kind": "share", "occurred_at": MS - 3_000, **shared})
    assert _post(world).body["reach"]["shares"] == 1
    world.tell(
        FACEBOOK, {"kind": "delete", "external_id": "s1", "author_id": "u8", "occurred_at": MS - 1_000}
    )
    assert _post(world).body["reach"]["shares"] == 0


def test_a_reaction_with_an_id_that_is_deleted_is_taken_off(world: World) -> None:
    """An `Undo` of the fediverse may name a like by its id alone."""
    world.tell(FACEBOOK, POST, _like("u2", external_id="l1"))
    assert _post(world).body["reach"]["reactions"] == 1
    world.tell(
        FACEBOOK, {"kind": "delete", "external_id": "l1", "author_id": "u2", "occurred_at": MS - 1_000}
    )
    assert _post(world).body["reach"]["reactions"] == 0
