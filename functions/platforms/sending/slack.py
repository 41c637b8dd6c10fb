"""Slack: messages, their edits and reactions. Everything is a 200 whose `ok` decides.

fatal_error and internal_error warn that part of it may have succeeded; request_timeout says that the request came
truncated, so that nothing was done.
"""

from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, bearer, json_call, need
from platforms.sending.sender import PlatformSender
from platforms.sending.slack_files import API, FILES, join_upload, make_upload, read_upload, share_file
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

METHODS = "https://docs.slack.dev/reference/methods"


class SlackSender(PlatformSender):
    """Answers of the Web API."""

    name = "slack"
    sources = (
        f"{METHODS}/chat.postMessage",
        f"{METHODS}/chat.update",
        f"{METHODS}/chat.delete",
        f"{METHODS}/reactions.add",
        "https://docs.slack.dev/apis/web-api/rate-limits",
    )
    codes = tabulate(
        retry=(
            "ratelimited rate_limited message_limit_exceeded request_timeout team_added_to_org"
            " org_login_required external_channel_migrating"
        ),
        maybe="fatal_error internal_error service_unavailable update_failed streaming_state_conflict",
        dead=(
            "not_authed invalid_auth account_inactive token_revoked token_expired invalid_token"
            " invalid_refresh_token bad_client_secret invalid_client_id invalid_grant app_uninstalled"
        ),
        gone="message_not_found",
        holds="already_reacted no_reaction",
        refused=(
            "access_denied accesslimited as_user_not_supported attachment_payload_limit_exceeded"
            " bad_timestamp block_mismatch cannot_dm_bot cannot_reply_to_message cant_broadcast_message"
            " cant_delete_message cant_update_message channel_not_found channel_type_not_supported"
            " compliance_exports_prevent_deletion deprecated_endpoint duplicate_channel_not_found"
            " duplicate_message_not_found edit_window_closed ekm_access_denied enterprise_is_restricted"
            " invalid_arg_name invalid_arguments invalid_array_arg invalid_attachments invalid_blocks"
            " invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format"
            " invalid_metadata_schema invalid_name invalid_post_type is_archived is_inactive"
            " markdown_text_conflict messages_tab_disabled metadata_must_be_sent_from_app"
            " metadata_too_large method_deprecated missing_post_type missing_scope msg_blocks_too_long"
            " msg_too_long no_access no_item_specified no_permission no_text not_allowed_token_type"
            " not_in_channel not_reactable restricted_action restricted_action_non_threadable_channel"
            " restricted_action_read_only_channel restricted_action_thread_locked"
            " restricted_action_thread_only_channel slack_connect_canvas_sharing_blocked"
            " slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked"
            " slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked"
            " team_access_not_granted team_not_found thread_locked too_many_attachments"
            " too_many_contact_cards too_many_emoji too_many_reactions two_factor_setup_required"
            " user_disabled user_is_restricted user_not_found user_not_in_channel user_not_visible"
            " users_not_found cannot_message_user posting_to_general_channel_denied unable_to_edit"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns `error` of an answer that says it is not ok."""
        error = text(answer.object.get("error"))
        if answer.object.get("ok") is not False or error is None:
            return None
        needed = text(answer.object.get("needed"))
        return SendFault((error,), f"{error}: {needed}" if needed else error)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns `channel:ts`; whatever makes no message is done when it is ok."""
        if (uploaded := read_upload(answer)) is not None:
            return uploaded
        if answer.object.get("ok") is not True:
            return None
        channel, moment = answer.find_id("channel"), answer.find_id("ts", "message_ts")
        if channel is not None and moment is not None:
            return Sent(f"{channel}:{moment}")
        if moment is not None or answer.operation in ("delete", "react", "hide"):
            return Sent(moment)
        return None

    ways = (
        Way("reply", "public", 40_000, Counting.CODE_POINTS, files=FILES),
        Way("message", "private", 40_000, Counting.CODE_POINTS, files=FILES),
    )

    deeds = allow_deeds("edit delete react", "edit delete react")
    usual_reaction = "thumbsup"

    def make_preparation(self, out: Outgoing, credentials: Mapping[str, str]) -> Call | None:
        """See `PlatformSender`."""
        return make_upload(out, credentials)

    def join_prepared(self, prepared: str, native_id: str) -> str:
        """See `PlatformSender`."""
        return join_upload(prepared, native_id)

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. The outbox id comes back in the event's `metadata`."""
        method, body = self._command(out)
        return json_call("POST", f"{API}/{method}", bearer(credentials), body)

    def _command(self, out: Outgoing) -> tuple[str, dict[str, object]]:
        channel, _, moment = out.item.partition(":")
        if out.operation in ("reply", "message", "publish"):
            place, _, root = (out.thread or out.item or out.person).partition(":")
            payload = {"event_type": "rapport_reply", "event_payload": {"id": out.key}} if out.key else None
            if out.files:
                return share_file(out, place, root, _escape(out.text))
            body = {"channel": need(place, "no_target"), "text": _escape(need(out.text, "no_text"))}
            return "chat.postMessage", {**body, "thread_ts": root or None, "metadata": payload}
        target: dict[str, object] = {"channel": need(channel, "no_target"), "ts": need(moment, "no_target")}
        match out.operation:
            case "edit":
                return "chat.update", {**target, "text": _escape(need(out.text, "no_text"))}
            case "delete":
                return "chat.delete", target
            case "react":
                return "reactions.add", {
                    "channel": channel,
                    "timestamp": moment,
                    "name": need(out.text, "no_text"),
                }
        raise Unsendable("no_such_way")


def _escape(text: str) -> str:
    """Returns a text whose signs Slack takes for markup stand for themselves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


SENDER = SlackSender()
