"""Holds what invented customers write: sentences by language and mood, and the people who write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Mood(StrEnum):
    """Names why somebody writes."""

    ANGRY = "angry"
    HAPPY = "happy"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Person:
    """Describes an invented person; `number` is what platforms make their native id from."""

    number: int
    name: str
    handle: str


_FIRST = (
    *("Mara", "Jonas", "Amina", "Luca", "Priya", "Hugo", "Yuki", "Omar", "Greta", "Pablo", "Noor", "Elif"),
    *("Ines", "Tomasz", "Lena", "Ravi", "Chloe", "Mateo", "Sana", "Bruno", "Aiko", "Karim", "Nadia", "Theo"),
)
PEOPLE = tuple(
    Person(1001 + n, f"{name} Example", f"{name.lower()}_example") for n, name in enumerate(_FIRST)
)

_THINGS = ("lamp", "kettle", "tent", "backpack", "desk", "headset")

SENTENCES: Mapping[str, Mapping[Mood, tuple[str, ...]]] = {
    "en": {
        Mood.ANGRY: (
            "This is the worst service I have ever had. Order {order} is two weeks late and nobody answers me!",
            "My {thing} broke after one day and your support just ignores me. I want my money back now.",
            "You charged me twice for order {order}. I am really angry, this is unacceptable.",
            "Terrible. The {thing} arrived damaged and the replacement was broken too. Never again.",
            "Third time I write about order {order}. If nobody calls me today I will cancel everything.",
        ),
        Mood.HAPPY: (
            "Thank you so much, the new {thing} is wonderful and it arrived a day early!",
            "Great help from your team with order {order}, I am really happy. Thanks!",
            "I love the {thing}. Best purchase of the year, well done.",
            "Perfect, that solved my problem in five minutes. You are amazing!",
        ),
        Mood.ASKING: (
            "Hello, can you tell me when order {order} will be delivered?",
            "Does the {thing} also come in green? And do you ship to Norway?",
            "Where can I find the manual for the {thing}?",
            "How do I change the address for order {order}?",
        ),
    },
    "de": {
        Mood.ANGRY: (
            "Das ist eine Frechheit! Bestellung {order} ist seit drei Wochen überfällig und niemand antwortet.",
            "Ich bin sehr enttäuscht, das Gerät war schon beim Auspacken kaputt und der Service ist schlecht.",
            "Ihr habt mir Bestellung {order} doppelt abgebucht. Ich will sofort mein Geld zurück!",
        ),
        Mood.HAPPY: (
            "Vielen Dank für die schnelle Hilfe, ich bin wirklich begeistert von eurem Service!",
            "Bestellung {order} kam heute an, alles super und wunderschön verpackt. Danke!",
        ),
        Mood.ASKING: (
            "Guten Tag, wann wird die Bestellung {order} geliefert?",
            "Wo finde ich die Anleitung, und gibt es das Modell auch in Grün?",
        ),
    },
    "es": {
        Mood.ANGRY: (
            "Es una vergüenza, el pedido {order} llegó roto y nadie me responde. Quiero mi dinero.",
            "Pésimo servicio, llevo dos semanas esperando el pedido {order} y estoy muy enfadado.",
        ),
        Mood.HAPPY: (
            "Muchas gracias por la ayuda, estoy encantada con la compra, todo perfecto.",
            "El pedido {order} llegó antes de tiempo. ¡Excelente atención!",
        ),
        Mood.ASKING: ("Buenos días, ¿cuándo llega el pedido {order}?", "¿Hacen envíos a Canarias?"),
    },
    "fr": {
        Mood.ANGRY: (
            "C'est inadmissible, la commande {order} est arrivée cassée et personne ne me répond !",
            "Très mauvais service, je suis déçue et je demande un remboursement immédiat.",
        ),
        Mood.HAPPY: (
            "Merci beaucoup pour votre aide, je suis ravie, tout est parfait !",
            "Commande {order} reçue ce matin, superbe qualité. Bravo à l'équipe !",
        ),
        Mood.ASKING: ("Bonjour, où en est la commande {order} ?", "Livrez-vous aussi en Belgique ?"),
    },
    "it": {
        Mood.ANGRY: (
            "Servizio pessimo, l'ordine {order} non è mai arrivato e nessuno risponde. Sono furioso.",
            "Il prodotto è arrivato rotto, una vera delusione. Voglio il rimborso.",
        ),
        Mood.HAPPY: ("Grazie mille, sono felicissima, il prodotto è bellissimo e la consegna veloce!",),
        Mood.ASKING: ("Buongiorno, quando arriva l'ordine {order}?", "Si può avere in verde?"),
    },
    "pt": {
        Mood.ANGRY: (
            "Péssimo atendimento! O pedido {order} veio quebrado e ninguém responde. Quero meu dinheiro de volta.",
        ),
        Mood.HAPPY: ("Muito obrigado pela ajuda, adorei o produto, chegou rápido e é lindo!",),
        Mood.ASKING: ("Bom dia, quando chega o pedido {order}?",),
    },
    "nl": {
        Mood.ANGRY: ("Wat een slechte service, bestelling {order} is kapot aangekomen en niemand reageert.",),
        Mood.HAPPY: ("Heel erg bedankt, ik ben superblij met de snelle hulp!",),
        Mood.ASKING: ("Goedemiddag, wanneer wordt bestelling {order} bezorgd?",),
    },
    "tr": {
        Mood.ANGRY: ("Berbat bir hizmet, {order} numaralı sipariş hâlâ gelmedi ve kimse cevap vermiyor.",),
        Mood.HAPPY: ("Çok teşekkür ederim, ürün harika ve çok hızlı geldi!",),
        Mood.ASKING: ("Merhaba, {order} numaralı sipariş ne zaman gelir?",),
    },
    "hi": {
        Mood.ANGRY: ("बहुत खराब सेवा है, ऑर्डर {order} टूटा हुआ मिला और कोई जवाब नहीं देता। मुझे पैसे वापस चाहिए।",),
        Mood.HAPPY: ("बहुत बहुत धन्यवाद, सामान बहुत अच्छा है और मैं बहुत खुश हूँ!",),
        Mood.ASKING: ("नमस्ते, ऑर्डर {order} कब तक पहुँचेगा?",),
    },
    "ar": {
        Mood.ANGRY: ("خدمة سيئة جدا، الطلب {order} وصل مكسورا ولا أحد يرد علي. أريد استرجاع نقودي.",),
        Mood.HAPPY: ("شكرا جزيلا لكم، المنتج رائع والتوصيل كان سريعا وأنا سعيدة جدا!",),
        Mood.ASKING: ("مرحبا، متى يصل الطلب {order}؟",),
    },
    "ja": {
        Mood.ANGRY: ("注文{order}が届きません。何度連絡しても返事がなく、本当に最悪のサービスです。",),
        Mood.HAPPY: ("とても素敵な商品で、対応も早くて嬉しいです。本当にありがとうございました！",),
        Mood.ASKING: ("こんにちは、注文{order}はいつ届きますか？",),
    },
}

_ENGLISH_SHARE = 0.5
OURS = (
    "Our autumn collection is here. What do you think of the new {thing}?",
    "We answer your questions about the {thing} all day today.",
    "Opening hours next week: Monday to Saturday, nine to six.",
)


def language(rng: Random) -> str:
    """Returns a language, English about every other time."""
    return "en" if rng.random() < _ENGLISH_SHARE else rng.choice(sorted(SENTENCES))


def sentence(rng: Random, spoken: str, mood: Mood) -> str:
    """Returns something a customer may write."""
    return _filled(rng, rng.choice(SENTENCES[spoken][mood]))


def announcement(rng: Random) -> str:
    """Returns something the company itself posts."""
    return _filled(rng, rng.choice(OURS))


def _filled(rng: Random, text: str) -> str:
    return text.format(order=rng.randrange(10_000, 99_999), thing=rng.choice(_THINGS))
