"""WhatsApp: private messages of a business number. A message id means accepted; failures come as a status later.

131000 and 131057 say that the message was not sent; 131016 and 2 say only that something is down.
"""

import json
from collections.abc import Mapping
from typing import Any

from model.http import Call
from platforms.sending.answer import SendAnswer, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.meta import CODES, GRAPH, MESSAGING, SOURCES, MetaSender
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need, path_part
from platforms.sending.verdict import tabulate
from platforms.sending.ways import FileRule, Way

FILES = FileRule(
    10,
    {"image/jpeg": 5_000_000, "image/png": 5_000_000, "video/mp4": 16_000_000, "video/3gpp": 16_000_000,
     "audio/": 16_000_000, "image/webp": 500_000, "application/": 100_000_000, "text/plain": 100_000_000},
    caption=1024,
    each=True,
    bare=frozenset({"audio"}),
)  # fmt: skip


class WhatsappSender(MetaSender):
    """Answers of the Cloud API."""

    name = "whatsapp"
    sources = (
        *SOURCES,
        f"{MESSAGING}/whatsapp/support/error-codes",
        f"{MESSAGING}/whatsapp/messages/send-messages",
        f"{MESSAGING}/whatsapp/throughput",
    )
    codes = CODES | tabulate(
        maybe="131016 133004",
        retry="4 80007 130429 131000 131048 131056 131057 132069 133015",
        dead="0 190 368 131031",
        refused=(
            "3 10 33 100 130403 130472 130497 131005 131008 131009 131021 131026 131030 131037 131042"
            " 131045 131047 131049 131050 131051 131052 131053 131055 131059 131060 131061 131062 132000"
            " 132001 132005 132007 132008 132012 132015 132016 132018 132068 133000 133005 133006 133008"
            " 133009 133010 133016 134011 134100 134101 134102 135000 139000 139001 139002 139003 139004"
            " 2388001 2388012 2388019 2388040 2388047 2388072 2388073 2388091 2388093 2388103 2388293"
            " 2388299 2494100 2593079 2593085 2593107 2593108"
        ),
    )

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns the message's id, also of a reaction; also where it is held for a check of its quality."""
        native = answer.find_id("messages.0.id")
        return Sent(native) if native is not None else None

    ways = (
        Way("message", "private", 4096, Counting.CODE_POINTS, window_h=24, outside="template", files=FILES),
    )  # fmt: skip

    deeds = allow_deeds(private="react")
    usual_reaction = "👍"

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The outbox id comes back with every status as `biz_opaque_callback_data`."""
        body: dict[str, object] = {"messaging_product": "whatsapp", "to": need(out.person, "no_target")}
        if out.operation == "react":
            body |= {
                "type": "reaction",
                "reaction": {"message_id": need(out.item, "no_target"), "emoji": out.text},
            }
        elif out.operation == "message":
            body |= self._content(out)
            body |= {"context": {"message_id": out.item}} if out.item else {}
        else:
            raise Unsendable("no_such_way")
        body |= {"biz_opaque_callback_data": out.key} if out.key else {}
        url = f"{GRAPH}/{path_part(out.account, 'no_account')}/messages"
        return json_call("POST", url, bearer(credentials), body)

    def _content(self, out: Outgoing) -> dict[str, object]:
        if out.template:
            return _fill_template(json.loads(out.template))
        if not out.files:
            return {"type": "text", "text": {"body": need(out.text, "no_text")}}
        kind = out.files[0].kind if out.files[0].kind in ("image", "video", "audio") else "document"
        file = {"link": out.files[0].url} | ({"caption": out.text} if out.text and kind != "audio" else {})
        return {"type": kind, kind: file}


def _fill_template(told: Mapping[str, Any]) -> dict[str, object]:
    """Returns a template with its places filled, by their names where they have some."""
    names = [{"parameter_name": each} for each in told.get("names", ())] or [{}] * len(told["variables"])
    filled = [
        {"type": "text", **name, "text": each} for name, each in zip(names, told["variables"], strict=True)
    ]
    body = [{"type": "body", "parameters": filled}] if filled else []
    language = {"code": told["language"]}
    return {"type": "template", "template": {"name": told["name"], "language": language, "components": body}}


SENDER = WhatsappSender()
