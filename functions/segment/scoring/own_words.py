"""Takes off a text what its writer did not say about the matter: quotes, code, mentions, channels, links, signatures.

A quote is somebody else's opinion, a channel called "hate-mail" is a name, and a signature says the same below every
message. The marks are those of the platforms: Markdown, BBCode, Slack's and Discord's tokens, and mail programs.
"""

import re
from functools import cache

_SIGNS = ("@", "#", "\n", "&", "<", ">", "[", "`", "--")
"""Where none of them stands there is nothing to take off: looked for first, because most texts have none."""
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL).sub
_BBCODE = re.compile(r"\[quote\b[^\]]*\](?:(?!\[quote\b).)*?\[/quote\]", re.DOTALL | re.IGNORECASE)
_BBCODE_OPEN = re.compile(r"\[/?(?:quote|b|i|u|url|img|code|spoiler)\b[^\]]*\]", re.IGNORECASE).sub
_QUOTED_LINE = re.compile(r"[ \t]*(?:>|&gt;)(?!_|-\))").match
_YEAR, _TIME = re.compile(r"(?<!\d)20\d\d(?!\d)").search, re.compile(r"(?<!\d)\d{1,2}[:.]\d\d(?!\d)").search
_HEAD = re.compile(r"^[^\n]{0,240}@[^\n]{0,60}[:：][ \t]*$", re.MULTILINE).finditer
_LONGEST_HEAD = 300
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE).search
_TOKEN = re.compile(
    r"<(?:@[!&]?|#|!)[\w^]+(?:\|[^>\n]*)?>|<a?:(\w+):\d+>|<(?:https?|mailto|tel):[^|>\s]*(?:\|([^>\n]*))?>"
)
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:https?:|mailto:|/)[^)\s]*\)").sub
_CHANNEL = re.compile(r"(?<![\w&/])#\w+(?:-\w+)+").sub
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|@[\w.-]+@[\w.-]+\w").sub


@cache
def _earlier() -> re.Pattern[str]:
    """Returns what a mail program writes above the message that is answered or handed on; costly to build."""
    return re.compile(
        r"^[ \t*]*(?:-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d|mensaje|mensagem|messaggio|"
        r"oorspronkelijk|doorgestuurd|vidarebefordrat|wiadomość|пересыла|исходн|переслан|転送|原始邮件|转发)|"
        r"begin forwarded message|anfang der weitergeleiteten|(?:on|am|le|el|il|op|em|den|dnia)\b[^\n]{4,120}"
        r"(?:wrote|schrieb[^\n]*|a écrit|escribió|ha scritto|schreef[^\n]*|escreveu|skrev[^\n]*|napisał[^\n]*)"
        r"[ \u00a0]*:|"
        r"(?:from|von|de|da|van|från|fra|od|от|kimden)[ \u00a0]?:[^\n]+\n[ \t*]*"
        r"(?:sent|to|date|gesendet|an|datum|envoyé|à|para|enviado|inviato|a|verzonden|aan|skickat|till|sendt|til|"
        r"wysłano|do|кому|дата|отправлено)[ \u00a0]?:)",
        re.MULTILINE | re.IGNORECASE,
    )


@cache
def _sent_from() -> re.Pattern[str]:
    """Returns the lines that telephones write below a message; costly to build."""
    return re.compile(
        r"^[ \t]*(?:(?:sent|envoyé|enviado|inviato|verzonden|skickat|sendt|wysłane|отправлено|lähetetty) "
        r"(?:from|de|depuis|desde|do|da|dal|vanaf|via|från|fra|z|с|со)\b.{0,40}|"
        r"(?:gesendet von|von mein\w+) .{0,40}|get outlook for .{0,20}|iphoneから送信.*|发自我的.*|"
        r"나의 iphone에서 .*)$",
        re.MULTILINE | re.IGNORECASE,
    )


def own_words(text: str) -> str:
    """Returns `text` without quotes, code, mentions, channel names, addresses and signatures; links become "http".

    Empty where the writer added nothing of their own.
    """
    if not [sign for sign in _SIGNS if sign in text]:
        return text
    if "`" in text:
        text = _CODE(" ", text)
    if "[" in text:
        text = _without_bbcode(text)
    if ">" in text or "&gt;" in text:
        text = _unquoted(text)
    if "\n" in text or "--" in text:
        text = _without_mail(text)
    if "<" in text:
        text = _TOKEN.sub(_label, text)
    if "](" in text:
        text = _LINK(r" \1 http ", text)
    if "#" in text:
        text = _CHANNEL(" ", text)
    return _ADDRESS(" @user ", text) if "@" in text else text


def _unquoted(text: str) -> str:
    """Empties quoted lines, and what mail programs of every language write above them: who wrote that, and when."""
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if not _QUOTED_LINE(line):
            continue
        lines[index] = ""
        above = index - 2 if index > 1 and not lines[index - 1].strip() else index - 1
        if above >= 0 and lines[above].rstrip().endswith((":", "：")):
            first = (
                above if _dated(lines[above]) else max(above - 1, 0)
            )  # a long one goes on in a second line
            if _dated(" ".join(lines[first : above + 1])):
                lines[first : above + 1] = [""] * (above + 1 - first)
    return "\n".join(lines)


def _dated(head: str) -> bool:
    return len(head) <= _LONGEST_HEAD and _YEAR(head) is not None and _TIME(head) is not None


def _without_mail(text: str) -> str:
    """Takes off what was answered or handed on, the signature, and what a telephone writes below."""
    earlier = _earlier().search(text)
    if earlier:
        text = text[: earlier.start()]
    if "@" in text:  # an address with date and time, and nothing of what follows is marked as a quote
        heads = [match.start() for match in _HEAD(text) if _dated(match[0])]
        text = text[: heads[0]] if heads else text
    signature = _SIGNATURE(text)
    if signature and text[: signature.start()].strip():
        text = text[: signature.start()]
    return _sent_from().sub("", text) if "\n" in text else text


def _without_bbcode(text: str) -> str:
    """Takes quotes off from the inside out, then the marks that are left."""
    while _BBCODE.search(text):
        text = _BBCODE.sub(" ", text)
    return _BBCODE_OPEN(" ", text)


def _label(match: re.Match[str]) -> str:
    """Returns the words a token shows: the label of a link, the name of a drawn emoji; nothing for a mention."""
    if match[2]:
        return f" {match[2]} http "
    return f" {match[1].replace('_', ' ')} " if match[1] else " "
