"""Makes the messages of a reply: one, or where a platform shows one file a message, one after another.

Each is a row of the outbox of its own, sent once as every other; its id follows from the reply's, so that the same
request again makes the same ones. The second is not sent before the first is there (`respond.following`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from model.reply import Reply, ReplyState
from model.upload import Upload
from platforms.sending.counting import measure_text
from platforms.sending.ways import SendOption, Way
from respond.action import Asked, Caller
from respond.actions.given import take_given
from respond.answerable import Answerable
from respond.attaching import KeptFile, keep_file, keep_upload, name_kind, write_files
from respond.denied import deny_impossible
from respond.shapes.reply import NewReply
from store.vault import keys as vault_keys

LATEST_AHEAD_MS = 366 * 86_400_000


def name_files(wanted: NewReply, uploads: Mapping[str, Upload]) -> dict[str, KeptFile]:
    """Returns what goes along as it is kept, each by where the request names it."""
    one = take_given(wanted.file, None)
    named = {"/file": one} if one is not None else {}
    named |= {f"/files/{place}": each for place, each in enumerate(wanted.files)}
    found = {pointer: keep_file(each.url, each.type, each.bytes) for pointer, each in named.items()}
    return found | {pointer: keep_upload(each) for pointer, each in uploads.items()}


def make_reply(
    caller: Caller,
    asked: Asked[NewReply],
    found: Answerable,
    option: SendOption,
    reply_id: str,
    fingerprint: str,
) -> Reply:
    """Returns a reply as it is wanted, whole and without its files. Raises Denied for a time at which it cannot go."""
    now_ms, wanted = caller.stores.now_ms(), asked.wanted
    due = take_given(wanted.at, now_ms + wanted.send_after_s * 1000)
    if not now_ms <= due <= now_ms + LATEST_AHEAD_MS:
        raise deny_impossible("`at` must lie within the coming year.", pointer="/at")
    if option.until is not None and due >= option.until:
        raise deny_impossible("By then this way is closed.", "window_closed", pointer="/at")
    state = ReplyState.PENDING if due == now_ms else ReplyState.SCHEDULED
    begun = found.begin_reply(
        reply_id,
        mode=option.way.reach,
        operation=option.way.operation,
        agent=caller.agent,
        created_at=now_ms,
        due_at=due,
        state=state,
    )
    then = take_given(wanted.then, "")
    return replace(begun, text=wanted.text, tag=option.tag, then=then, fingerprint=fingerprint)


def divide_reply(caller: Caller, reply: Reply, way: Way, files: Sequence[KeptFile]) -> list[Reply]:
    """Returns the messages that a reply goes out as, in their order; what follows from it follows from the last."""
    parts = divide_content(way, reply.text, files)
    if len(parts) == 1:
        return [replace(reply, file=write_files(files))]
    ids = [reply.id, *list_following(caller, replace(reply, messages=len(parts)))]
    made: list[Reply] = []
    for place, (text, along) in enumerate(parts):
        # A thousandth later each: lists and what is due keep their order.
        at = reply.created_at + place
        made.append(
            replace(
                reply,
                id=ids[place],
                after=made[-1].id if made else "",
                messages=0 if place else len(parts),
                text=text,
                file=write_files(along),
                then=reply.then if place == len(parts) - 1 else "",
                created_at=at,
                due_at=reply.due_at + place,
                passages=tuple(replace(each, at=at) for each in reply.passages),
            )
        )
    return made


def list_following(caller: Caller, reply: Reply) -> list[str]:
    """Returns the ids of the messages that go out after the first of a reply."""
    index_key = caller.stores.vault.index_key(caller.brand)
    return [
        vault_keys.hid(index_key, caller.brand, "outbox", "part", reply.id, str(place))
        for place in range(1, reply.messages)
    ]


def divide_content(way: Way, text: str, files: Sequence[KeptFile]) -> list[tuple[str, list[KeptFile]]]:
    """Returns what each message says and carries."""
    if not files or way.files is None or not way.files.each:
        return [(text, list(files))]
    fits = name_kind(files[0]["type"]) not in way.files.bare
    fits = fits and measure_text(text, way.counting) <= way.files.caption
    parts: list[tuple[str, list[KeptFile]]] = [("", [each]) for each in files]
    if fits:
        parts[0] = (text, parts[0][1])
    elif text:
        parts.insert(0, (text, []))
    return parts
