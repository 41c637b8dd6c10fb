"""Names files as Telegram does, and makes an album of several.

https://core.telegram.org/bots/api#sendmediagroup
"""

from platforms.sending.outgoing import Outgoing, OutgoingFile

KINDS = {"image": "photo", "video": "video", "audio": "audio"}


def name_kind(file: OutgoingFile) -> str:
    """Returns what Telegram calls a file of this kind."""
    return KINDS.get(file.kind, "document")


def name_files(files: tuple[OutgoingFile, ...]) -> list[tuple[str, OutgoingFile]]:
    """Returns files with the names of their parts in a form."""
    if len(files) == 1:
        return [(name_kind(files[0]), files[0])]
    return [(f"file{place}", each) for place, each in enumerate(files)]


def list_album(out: Outgoing) -> list[dict[str, str]]:
    """Returns several files as one album; what is said stands under the first."""
    told = [
        {"type": name_kind(file), "media": file.url or f"attach://{part}"}
        for part, file in name_files(out.files)
    ]
    return [told[0] | ({"caption": out.text} if out.text else {}), *told[1:]]
