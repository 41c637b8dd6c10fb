"""Checks what is to be sent against the rules of the way it goes: lengths as the platform counts them, types, sizes."""

from platforms.sending.counting import measure_text
from platforms.sending.ways import Way
from respond.actions.given import take_given
from respond.denied import deny_impossible
from respond.shapes.reply import NewReply


def check_content(wanted: NewReply, way: Way) -> None:
    """Raises Denied for a text or a file that the platform would not take."""
    file, most = take_given(wanted.file, None), way.most
    if not wanted.text and file is None:
        raise deny_impossible("There is nothing to send.", "invalid", pointer="/text")
    if file is not None:
        rule = way.files
        largest = rule.find_most(file.type) if rule else None
        if rule is None or largest is None:
            taken = ", ".join(each or "any" for each in rule.kinds) if rule else "no files"
            raise deny_impossible(f"This way takes {taken}.", "file_not_taken", pointer="/file/type")
        if file.bytes > largest:
            detail = f"The file has {file.bytes} bytes, the platform takes {largest}."
            raise deny_impossible(detail, "file_too_large", pointer="/file/bytes")
        most = rule.caption
    length = measure_text(wanted.text, way.counting)
    if length > most:
        detail = f"The text is {length} long, the platform takes {most} ({way.counting})."
        raise deny_impossible(detail, "text_too_long", pointer="/text")
