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


QUOTED_IN = [
    "W dniu 12.10.2026 o 18:05, Sklep pisze:",
    "сб, 10 окт. 2026 г. в 18:05, Магазин <shop@example.ru>:",
    "2026年10月10日(土) 18:05 ショップ <shop@example.jp>:",
    "2026년 10월 10일 (토) 오후 6:05, 상점 <shop@example.kr>님이 작성:",
    "商店 <shop@example.cn> 于2026年10月10日周六 18:05写道：",
    "la 10. lokak. 2026 klo 18.05 Kauppa (shop@example.fi) kirjoitti:",
    "10 Eki 2026 Cmt 18:05 tarihinde Dükkan <shop@example.com.tr> şunu yazdı:",
    "so 10. 10. 2026 v 18:05 odesílatel Obchod <shop@example.cz> napsal:",
    "Bolt <shop@example.hu> ezt írta (időpont: 2026. okt. 10., Szo, 18:05):",
    "Pe sâm., 10 oct. 2026 la 18:05, Magazin <shop@example.ro> a scris:",
    "Vào Th 7, 10 thg 10, 2026 vào lúc 18:05 Shop <shop@example.vn> đã viết:",
    "Pada Sab, 10 Okt 2026 pukul 18.05 Toko <shop@example.id> menulis:",
    "Στις Σάβ 10 Οκτ 2026 στις 18:05, ο χρήστης Shop <shop@example.gr> έγραψε:",
    "בתאריך שבת, 10 באוק׳ 2026 ב-18:05 מאת חנות <shop@example.co.il>:",
    "في السبت، 10 أكتوبر 2026 في 18:05 تمت كتابة ما يلي بواسطة المتجر <shop@example.com>:",
    "शनि, 10 अक्टू॰ 2026 को 18:05 पर दुकान <shop@example.in> ने लिखा:",
    "เมื่อ ส. 10 ต.ค. 2026 เวลา 18:05 ร้าน <shop@example.th> เขียนว่า:",
    "On Sat, 10 Oct 2026 at 18:05, The Shop of a Very Long Name <shop@\nexample.com> wrote:",
]


@pytest.mark.parametrize("head", QUOTED_IN)
def test_who_wrote_what_is_quoted_is_not_the_writers_own_words_in_any_language(head: str) -> None:
    assert words(f"{head}\n> we failed\n> you") == ""
    assert words(f"{head}\n\n> we failed you\n\nit works now") == "it works now"
    assert words(f"it works now\n\n{head}\n> we failed you") == "it works now"
    if "@" in head and "\n" not in head:
        assert words(f"it works now\n\n{head}\nwe failed you") == "it works now"


def test_a_line_that_ends_with_a_colon_is_kept_where_no_mail_program_wrote_it() -> None:
    assert words("my answer:\n> we failed you") == "my answer:"
    assert (
        words("opened on 10.10.2026, 18:05:\nnothing inside") == "opened on 10.10.2026, 18:05: nothing inside"
    )


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
        "2026 9:12 a@b:\n> " * 500,
        "2026 9:12 @" * 200,
    ],
)
def test_marks_without_end_are_read_to_the_end(text: str) -> None:
    score(text)
