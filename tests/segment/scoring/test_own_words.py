"""What others said, and what is no speech, is taken off before a text is scored."""

import pytest

from segment.scoring import score
from segment.scoring.own_words import own_words


def words(text: str) -> str:
    return " ".join(own_words(text).split())


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> what a scam\n\nworks well here", "works well here"),
        ("&gt; never again\nfine for us", "fine for us"),
        ("  > > deep\n> less deep\nmine", "mine"),
        ('[quote="anna, post:3"]it is [quote]awful[/quote] trash[/quote] I disagree', "I disagree"),
        ("it is [b]really[/b] good", "it is really good"),
        ("```\nERROR fail fail\n```\nhow do I read this", "how do I read this"),
        ("the flag `--kill-all` is new", "the flag is new"),
        ("<@U0AB12|mad.max> <#C0LATE|late-and-broken> please look", "please look"),
        ("<!here> <!subteam^S1|@angry> lunch", "lunch"),
        ("<@!42> <@&7> <#99> hello <a:party_cat:12>", "hello party cat"),
        ("see <https://example.com/terrible|our plan> today", "see our plan http today"),
        ("see [our plan](https://example.com/terrible) today", "see our plan http today"),
        ("moved to #refund-hell now", "moved to now"),
        ("write to angry.customer@bad.example please", "write to @user please"),
        ("ok for me\n\nOn Mon, 3 Nov 2026 at 10:11, Shop wrote:\n> we failed you", "ok for me"),
        ("passt\n\nAm 3.11.2026 um 10:11 schrieb Laden:\nWir haben versagt", "passt"),
        ("merci\n\nLe 3 nov. 2026 à 10:11, Boutique a écrit :\nc'est nul", "merci"),
        ("fine\n-----Original Message-----\nthis is terrible", "fine"),
        ("klappt\nVon: Laden\nGesendet: Montag\nkatastrophe", "klappt"),
        ("thanks\n-- \nJo, Broken Dreams Ltd", "thanks"),
        ("all good\nSent from my iPhone", "all good"),
        ("alles gut\nVon meinem iPhone gesendet", "alles gut"),
        ("---------- Forwarded message ---------\nFrom: x\nhate it", ""),
        ("plain words > others, 3 < 4, a & b", "plain words > others, 3 < 4, a & b"),
        (">_< why", ">_< why"),
    ],
)
def test_only_what_the_writer_says_is_left(text: str, own: str) -> None:
    assert words(text) == own


def test_quoted_words_are_not_the_writers_opinion() -> None:
    bad, good = "horrible, broken, the worst thing I ever bought", "I love mine, works great"
    assert score(f"> {bad}\n\n{good}", "en").sentiment == "positive"
    assert score(f"> {good}\n\n{bad}", "en").sentiment == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "[quote]" * 5000,
        "> " * 5000,
        "<@" * 5000,
        "`" * 9999,
        "[quote][/quote]" * 900,
        "a@" * 5000,
        "a" * 9000 + "@",
    ],
)
def test_marks_without_end_are_read_to_the_end(text: str) -> None:
    score(text)
