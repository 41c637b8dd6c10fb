"""A WeChat official account: chats of two. Nobody tells of edits, and nobody is named."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from infra.simulate.story import Beat, Stage, Verb
from infra.simulate.teller import Letter, Teller, native_user


class WeChat(Teller):
    """Tells messages in plain mode."""

    platform = "wechat"
    stage = Stage(public=False, verbs=frozenset({Verb.ADD}))
    demo_account = "gh_demo00000001"

    def tell(self, beat: Beat) -> Letter:
        """Returns one message."""
        told = f"<MsgType>text</MsgType><Content>{escape(beat.text)}</Content><MsgId>5300{beat.item.number}</MsgId>"
        return self._letter("o" + native_user(beat.actor, 7_700_000_000), beat.at // 1000, told)

    def probe(self, secrets: Mapping[str, str]) -> Letter:  # noqa: ARG002 - carried by the address
        """Returns that somebody chose a menu entry."""
        return self._letter("odemo", 1_760_000_000, "<MsgType>event</MsgType><Event>VIEW</Event>")

    def _letter(self, who: str, at: int, told: str) -> Letter:
        head = f"<ToUserName>{self.account}</ToUserName><FromUserName>{who}</FromUserName>"
        return Letter(self.platform, f"<xml>{head}<CreateTime>{at}</CreateTime>{told}</xml>".encode())


TELLER = WeChat
