"""A file that goes along: what is taken is said before, it is sent in parts, taken out, and goes with the text."""

import base64
from typing import Any

from playwright.sync_api import Locator, expect

from tests.console.desks import fill_desk
from tests.console.samples import make_option, make_page, make_reply, tell
from tests.console.stage import Failure, Stage

PART = 4_000_000
HOSTILE = "<img src=x onerror=alert(1)>\u202egpj.png"
PNG = b"\x89PNG\r\n\x1a\n"


class Uploads:
    """Keeps parts, as the API does."""

    def __init__(self, stage: Stage) -> None:
        self.wanted: dict[str, Any] = {}
        self.parts: dict[int, bytes] = {}
        stage.tell("POST /uploads", self.announce)
        stage.tell("PUT /uploads/{id}", self.keep)

    def announce(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What it will be."""
        self.wanted = asked["body"]
        return self.show()

    def keep(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A part of it."""
        self.parts[asked["body"]["part"]] = base64.b64decode(asked["body"]["data"])
        return self.show()

    def show(self) -> dict[str, Any]:
        """How much of it is there."""
        count = -(-self.wanted["bytes"] // PART)
        missing = [each for each in range(count) if each not in self.parts]
        return {"id": "u1", "type": self.wanted["type"], "name": self.wanted["name"], "bytes": self.wanted["bytes"],
                "parts": count, "part_bytes": PART, "missing": missing, "usable_until": tell(1440)}  # fmt: skip


def fill(stage: Stage, **more: Any) -> Uploads:
    """A desk where pictures of 10 MB may go along in public, and nothing in private."""
    fill_desk(stage)
    rule: dict[str, Any] = {"files": 1, "upload_types": {"image/": 10_000_000}, "caption": 100, **more}
    options = [make_option("reply", "public", **rule), make_option("private_reply", "private")]
    stage.tell("GET /conversations/{id}/send-options", {"interaction": "i1", "data": options, "deeds": []})
    return Uploads(stage)


def pick(stage: Stage, name: str, mime: str, body: bytes) -> Locator:
    """Chooses a file in the dialog of the browser, and returns where it stands."""
    with stage.page.expect_file_chooser() as chooser:
        stage.page.get_by_role("button", name="Add a file").click()
    chooser.value.set_files({"name": name, "mimeType": mime, "buffer": body})
    return stage.page.get_by_test_id("attached")


def test_a_file_goes_up_in_parts_and_out_with_the_text_and_comes_back_with_it(stage: Stage) -> None:
    uploads = fill(stage)
    page = stage.open("#/c/c1")
    body = PNG + b"x" * (PART + 10)
    attached = pick(stage, HOSTILE, "image/png", body)
    expect(attached).to_have_attribute("data-state", "ready")
    expect(attached).to_contain_text("<img src=x onerror=alert(1)>")
    assert b"".join(uploads.parts[each] for each in sorted(uploads.parts)) == body
    assert uploads.wanted == {
        "conversation": "c1", "interaction": "i1", "type": "image/png", "name": HOSTILE, "bytes": len(body),
    }  # fmt: skip
    assert stage.find_violations() == []
    page.get_by_role("textbox", name="Public reply").fill("This one.")
    # The file stays with its way while somebody looks elsewhere.
    page.get_by_role("button", name="Private reply").click()
    expect(attached).to_have_count(0)
    expect(page.get_by_role("button", name="Add a file")).to_have_count(0)
    page.evaluate("location.hash = '#/c/c2'")
    expect(attached).to_have_count(0)
    page.evaluate("location.hash = '#/c/c1'")
    expect(attached).to_have_attribute("data-state", "ready")
    page.get_by_role("button", name="Send public reply").click()
    expect(page.get_by_role("button", name="Undo send")).to_be_visible()
    (sent,) = stage.sent("POST /conversations/{id}/replies")
    assert (sent["body"]["uploads"], sent["body"]["text"]) == (["u1"], "This one.")
    expect(attached).to_have_count(0)
    page.get_by_role("button", name="Undo send").click()
    expect(attached).to_have_attribute("data-state", "ready")
    expect(page.get_by_role("textbox", name="Public reply")).to_have_value("This one.")
    attached.get_by_role("button", name="Remove the file").click()
    expect(attached).to_have_count(0)
    assert page.locator("img").count() == 0


def test_what_a_way_does_not_take_is_said_before_anything_is_sent(stage: Stage) -> None:
    fill(stage)
    page = stage.open("#/c/c1")
    refused = page.get_by_test_id("file-refused")
    pick(stage, "a.html", "text/html", b"<script>alert(1)</script>")
    expect(refused).to_contain_text("a.html: text/html cannot go along here, only image/")
    pick(stage, "b.png", "image/png", b"x" * 10_000_001)
    expect(refused).to_contain_text("at most 10 MB can go along here")
    pick(stage, "c.png", "image/png", b"")
    expect(refused).to_contain_text("the file is empty")
    expect(page.get_by_test_id("attached")).to_have_count(0)
    assert stage.sent("POST /uploads") == []


def test_several_files_go_along_and_one_is_taken_out_again(stage: Stage) -> None:
    fill(stage, files=2, files_each=True)
    page = stage.open("#/c/c1")
    for name in ("a.png", "b.png"):
        attached = pick(stage, name, "image/png", PNG)
    expect(attached).to_have_count(2)
    expect(page.get_by_test_id("composer")).to_contain_text("Each goes out as a message of its own.")
    pick(stage, "c.png", "image/png", PNG)
    expect(page.get_by_test_id("file-refused")).to_contain_text("at most 2 files go along here")
    expect(attached).to_have_count(2)
    attached.first.get_by_role("button", name="Remove the file").click()
    expect(attached).to_have_count(1)
    expect(attached).to_contain_text("b.png")


def test_beside_a_file_the_text_is_as_long_as_the_platform_lets_it_be(stage: Stage) -> None:
    fill(stage, caption=0)
    page = stage.open("#/c/c1")
    attached = pick(stage, "a.png", "image/png", PNG)
    expect(attached).to_be_visible()
    expect(page.get_by_test_id("composer")).to_contain_text("A file goes alone here")
    send = page.get_by_role("button", name="Send public reply")
    expect(send).to_be_enabled()
    page.get_by_role("textbox", name="Public reply").fill("And a text")
    expect(page.get_by_test_id("counter")).to_have_attribute("data-limit", "0")
    expect(send).to_be_disabled()


def test_a_part_that_failed_is_sent_again_and_nothing_goes_out_before(stage: Stage) -> None:
    uploads = fill(stage)
    stage.tell("PUT /uploads/{id}", Failure(503, "unavailable", "Not now."))
    page = stage.open("#/c/c1")
    attached = pick(stage, "a.png", "image/png", PNG)
    expect(attached).to_contain_text("Not now.")
    page.get_by_role("textbox", name="Public reply").fill("This one.")
    expect(page.get_by_role("button", name="Send public reply")).to_be_disabled()
    stage.tell("PUT /uploads/{id}", uploads.keep)
    attached.get_by_role("button", name="Try again").click()
    expect(attached).to_have_attribute("data-state", "ready")
    assert len(stage.sent("POST /uploads")) == 1
    assert uploads.parts == {0: PNG}


def test_what_goes_along_with_a_reply_stands_in_the_thread(stage: Stage) -> None:
    fill(stage)
    file = {"url": None, "upload": "u1", "name": HOSTILE, "type": "image/png", "bytes": 9}
    stage.tell("GET /conversations/{id}/replies", make_page([make_reply("r1", None, files=[file])]))
    page = stage.open("#/c/c1")
    expect(page.get_by_test_id("reply-file")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0
