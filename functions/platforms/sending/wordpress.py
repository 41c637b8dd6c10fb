"""WordPress: comments and posts. The named code decides, not the status: comment_flood is a limit in a 400."""

from base64 import b64encode
from collections.abc import Mapping

from model.http import Call
from platforms.reading.payload import text, whole
from platforms.sending.answer import SendAnswer, SendFault, Sent
from platforms.sending.counting import Counting
from platforms.sending.deeds import allow_deeds
from platforms.sending.outgoing import Outgoing, Unsendable, json_call, need, path_part
from platforms.sending.sender import PlatformSender
from platforms.sending.verdict import tabulate
from platforms.sending.ways import Way

CODE = "https://github.com/WordPress/wordpress-develop/blob/trunk/src/wp-includes"


class WordpressSender(PlatformSender):
    """Answers of the REST API."""

    name = "wordpress"
    sources = (
        f"{CODE}/rest-api/endpoints/class-wp-rest-comments-controller.php",
        f"{CODE}/rest-api/endpoints/class-wp-rest-posts-controller.php",
        "https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/",
    )
    bare = frozenset({"delete"})
    codes = tabulate(
        retry="comment_flood too_many_requests rate_limit_exceeded",
        dead=(
            "application_passwords_disabled application_passwords_disabled_for_user incorrect_password"
            " invalid_application_password invalid_email invalid_username rest_cookie_invalid_nonce"
            " rest_not_logged_in rest_comment_login_required spammer_account user_inactive"
            " rest_invalid_token jwt_auth_invalid_token"
        ),
        gone="rest_already_trashed rest_comment_invalid_id rest_post_invalid_id",
        maybe=(
            "internal_server_error rest_comment_failed_create db_insert_error rest_comment_failed_edit"
            " rest_cannot_delete_failed db_update_error"
        ),
        refused=(
            "comment_author_column_length comment_author_email_column_length"
            " comment_author_url_column_length comment_closed comment_content_column_length"
            " comment_duplicate comment_id_not_found comment_on_draft comment_on_password_protected"
            " comment_on_trash empty_content existing_post invalid_post_type rest_cannot_assign_sticky"
            " rest_cannot_assign_term rest_cannot_create rest_cannot_delete rest_cannot_edit"
            " rest_cannot_edit_others rest_cannot_publish rest_cannot_read_post"
            " rest_comment_author_data_required rest_comment_author_invalid rest_comment_closed"
            " rest_comment_content_invalid rest_comment_draft_post rest_comment_exists"
            " rest_comment_invalid_author rest_comment_invalid_author_ip rest_comment_invalid_post_id"
            " rest_comment_invalid_status rest_comment_not_supported_post_type"
            " rest_comment_password_required rest_comment_trash_post rest_comment_unapproved"
            " rest_forbidden rest_forbidden_context rest_invalid_author rest_invalid_comment_type"
            " rest_invalid_featured_media rest_invalid_field rest_invalid_param"
            " rest_missing_callback_param rest_no_route rest_post_exists rest_post_incorrect_password"
            " rest_trash_not_supported rest_upload_no_data"
        ),
    )

    def read_fault(self, answer: SendAnswer) -> SendFault | None:
        """Returns the named code; a 401 says that the log-in was not taken, whatever was to be done."""
        code = text(answer.object.get("code"))
        if answer.ok or code is None:
            return None
        status = whole(answer.find_value("data.status"))
        keys = ("rest_not_logged_in",) if 401 in (status, answer.status) else (code,)
        return SendFault(keys, text(answer.object.get("message")), shown=code)

    def read_proof(self, answer: SendAnswer) -> Sent | None:
        """Returns `comment:id` or `post:id`; a comment that is held for approval exists all the same."""
        native = answer.find_id("id", "previous.id")
        if native is None:
            return None
        answers = (answer.object, answer.find_value("previous") or {})
        is_comment = any(each.get("type") == "comment" or "post" in each for each in answers)
        kind = "comment" if is_comment or answer.operation == "reply" else "post"
        return Sent(f"{kind}:{native}")

    ways = (Way("reply", "public", 65_525, Counting.BYTES),)

    deeds = allow_deeds("edit delete hide")

    def make_call(self, out: Outgoing, credentials: Mapping[str, str]) -> Call:
        """See `PlatformSender`. An application password is sent with its user's name."""
        password = need(credentials.get("access_token", ""), "no_token")
        named = f"{need(credentials.get('username', ''), 'no_username')}:{password}".encode()
        headers = {"Authorization": f"Basic {b64encode(named).decode()}"}
        site = need(out.site or credentials.get("site", ""), "no_site").rstrip("/")
        comments = f"{site}/wp-json/wp/v2/comments"
        kind, _, number = out.item.partition(":")
        comment = f"{comments}/{path_part(number)}" if kind == "comment" else ""
        match out.operation:
            case "reply":
                body = {
                    "post": _number(out.thread.partition(":")[2]),
                    "parent": _number(number) if kind == "comment" else None,
                    "content": need(out.text, "no_text"),
                }
                return json_call("POST", comments, headers, body)
            case "edit" if comment:
                return json_call("POST", comment, headers, {"content": need(out.text, "no_text")})
            case "delete" if comment:
                return json_call("DELETE", comment, headers)
            case "hide" if comment:
                status = "approved" if out.text == "no" else "hold"
                return json_call("POST", comment, headers, {"status": status})
        raise Unsendable("no_such_way")


def _number(text: str) -> int:
    """Returns a post's or comment's number. Raises Unsendable for what is none."""
    if not text.isdecimal():
        raise Unsendable("no_target")
    return int(text)


SENDER = WordpressSender()
