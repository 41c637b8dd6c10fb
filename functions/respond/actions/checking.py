"""Checks what is to be sent against the rules of the way it goes: lengths as the platform counts them, types, sizes."""

from collections.abc import Mapping

from platforms.sending.counting import measure_text
from platforms.sending.ways import FileRule, Way
from respond.attaching import KeptFile, name_kind
from respond.denied import deny_impossible


def check_content(text: str, way: Way, files: Mapping[str, KeptFile]) -> None:
    """Raises Denied for a text or files that the platform would not take; each file by where the request names it."""
    if not text and not files:
        raise deny_impossible("There is nothing to send.", "invalid", pointer="/text")
    most = _check_files(way, files) if files else way.most
    length = measure_text(text, way.counting)
    if length > most:
        detail = f"The text is {length} long, the platform takes {most} ({way.counting})."
        raise deny_impossible(detail, "text_too_long", pointer="/text")


def _check_files(way: Way, files: Mapping[str, KeptFile]) -> int:
    """Returns how long a text with them may be. Raises Denied for files that the platform would not take."""
    for pointer, each in files.items():
        rule = _check_file(way.files, each, pointer)
    last, kinds = pointer, {name_kind(each["type"]) for each in files.values()}
    if len(files) > rule.most:
        raise deny_impossible(f"At most {rule.most} files go along here.", "too_many_files", pointer=last)
    if rule.each:
        return way.most
    if sum(each["bytes"] for each in files.values() if "upload" in each) > rule.total:
        detail = f"Together they may have {rule.total} bytes."
        raise deny_impossible(detail, "file_too_large", pointer=last)
    if len(kinds) > 1 and kinds & rule.alike:
        detail = f"{', '.join(sorted(kinds & rule.alike))} goes only with its own kind."
        raise deny_impossible(detail, "files_not_together", pointer=last)
    if len(files) > 1 and len({"upload" in each for each in files.values()}) > 1:
        raise deny_impossible("Name all files by address, or upload all.", pointer=last)
    return rule.caption


def _check_file(rule: FileRule | None, file: KeptFile, pointer: str) -> FileRule:
    """Returns the way's rule for files. Raises Denied for a file that the platform would not take."""
    uploaded = "upload" in file
    largest = rule.find_most(file["type"], uploaded) if rule else None
    if rule is None or largest is None:
        taken = ", ".join(each or "any" for each in rule.list_kinds(uploaded)) if rule else ""
        by = "" if uploaded else " by their address"
        detail = f"This way takes {taken or 'no files'}{by}."
        raise deny_impossible(detail, "file_not_taken", pointer=f"{pointer}/type")
    if file["bytes"] > largest:
        detail = f"The file has {file['bytes']} bytes, the platform takes {largest}."
        raise deny_impossible(detail, "file_too_large", pointer=f"{pointer}/bytes")
    return rule
