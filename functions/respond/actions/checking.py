"""Checks what is to be sent against the rules of the way it goes: lengths as the platform counts them, types, sizes."""

from model.upload import Upload
from platforms.sending.counting import measure_text
from platforms.sending.ways import FileRule, Way
from respond.actions.given import take_given
from respond.denied import deny_impossible
from respond.shapes.reply import NewReply


def check_content(wanted: NewReply, way: Way, uploaded: Upload | None = None) -> None:
    """Raises Denied for a text or a file that the platform would not take; `uploaded` goes along."""
    file, most = take_given(wanted.file, None), way.most
    if not wanted.text and file is None and uploaded is None:
        raise deny_impossible("There is nothing to send.", "invalid", pointer="/text")
    if uploaded is not None:
        most = _check_file(way.files, uploaded.mime, uploaded.size, uploaded=True)
    elif file is not None:
        most = _check_file(way.files, file.type, file.bytes, uploaded=False)
    length = measure_text(wanted.text, way.counting)
    if length > most:
        detail = f"The text is {length} long, the platform takes {most} ({way.counting})."
        raise deny_impossible(detail, "text_too_long", pointer="/text")


def _check_file(rule: FileRule | None, mime: str, size: int, *, uploaded: bool) -> int:
    """Returns how long a text beside it may be. Raises Denied for a file that the platform would not take."""
    largest = rule.find_most(mime, uploaded) if rule else None
    if rule is None or largest is None:
        taken = ", ".join(each or "any" for each in rule.list_kinds(uploaded)) if rule else ""
        by = "" if uploaded else " by their address"
        raise deny_impossible(
            f"This way takes {taken or 'no files'}{by}.", "file_not_taken", pointer="/file/type"
        )
    if size > largest:
        detail = f"The file has {size} bytes, the platform takes {largest}."
        raise deny_impossible(detail, "file_too_large", pointer="/file/bytes")
    return rule.caption
