"""Intent and urgency, as learned from messages in all languages."""

import pytest

from segment.scoring import score
from segment.scoring.intent import intents
from segment.scoring.urgency import urgency


def named(text: str, language: str | None = None) -> set[str]:
    return {label.name for label in score(text, language).intent}


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("How do I change my address", "en", "question"),
        ("is the shop open on sunday?", "en", "question"),
        ("Wann kommt mein Paket", "de", "question"),
        ("¿Dónde está mi pedido?", "es", "question"),
        ("Comment puis-je changer mon adresse", "fr", "question"),
        ("Come posso cambiare indirizzo", "it", "question"),
        ("Como faço para mudar o endereço", "pt", "question"),
        ("متى يصل الطلب؟", "ar", "question"),
        ("मेरा ऑर्डर कब आएगा?", "hi", "question"),
        ("I want to cancel my subscription today", "en", "cancellation"),
        ("Ich werde bei euch kündigen", "de", "cancellation"),
        ("Quiero darme de baja ya", "es", "cancellation"),
        ("Je veux résilier mon abonnement", "fr", "cancellation"),
        ("Voglio disdire il contratto", "it", "cancellation"),
        ("Quero cancelar minha assinatura", "pt", "cancellation"),
        ("the app is not working since monday", "en", "complaint"),
        ("Die App funktioniert nicht", "de", "complaint"),
        ("La aplicación no funciona", "es", "complaint"),
        ("Votre application ne marche plus, c'est inadmissible", "fr", "complaint"),
        ("L'applicazione non funziona", "it", "complaint"),
        ("O aplicativo não funciona", "pt", "complaint"),
        ("where can i buy the red one", "en", "purchase_interest"),
        ("Was kostet das rote Modell", "de", "purchase_interest"),
        ("¿Cuánto cuesta el rojo?", "es", "purchase_interest"),
        ("Combien coûte le rouge", "fr", "purchase_interest"),
        ("Quanto costa quello rosso", "it", "purchase_interest"),
        ("Quanto custa o vermelho", "pt", "purchase_interest"),
        ("thank you for the help", "en", "thanks"),
        ("Vielen Dank für die Hilfe", "de", "thanks"),
        ("merci pour tout", "fr", "thanks"),
        ("شكرا على المساعدة", "ar", "thanks"),
        ("great service from your team", "en", "praise"),
        ("toller service von eurem team", "de", "praise"),
        ("check out my channel and subscribe to my videos http://x.test", "en", "spam"),
        ("gana dinero desde casa http://x.test", "es", "spam"),
    ],
)
def test_intents(text: str, language: str, intent: str) -> None:
    assert intent in named(text, language)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the sun came out over the hills this morning", "question"),
        ("no thanks, i am fine with the old one", "thanks"),
        ("my flight was cancelled because of snow", "cancellation"),
        ("we walked along the river with the dog", "complaint"),
        ("we walked along the river with the dog", "spam"),
        ("we walked along the river with the dog", "purchase_interest"),
    ],
)
def test_what_is_not_an_intent(text: str, intent: str) -> None:
    assert intent not in named(text, "en")


def test_every_label_names_its_method() -> None:
    found = {
        label.name: label.method for label in score("I love this so much, you are the best!", "en").intent
    }
    assert found["praise"] == "model"


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("please call me back asap", "en", "asks for speed"),
        ("bitte dringend melden, es eilt", "de", "asks for speed"),
        ("necesito una respuesta lo antes posible", "es", "asks for speed"),
        ("répondez-moi immédiatement svp", "fr", "asks for speed"),
        ("rispondete al più presto per favore", "it", "asks for speed"),
        ("preciso disso o quanto antes", "pt", "asks for speed"),
        ("the charger caught fire in my kitchen", "en", "danger"),
        ("ich gehe damit zum Anwalt", "de", "names a lawyer or an authority"),
        ("je vais porter plainte contre vous", "fr", "names a lawyer or an authority"),
        ("sigo esperando mi paquete", "es", "waits for long"),
        ("you charged twice for one order", "en", "money is at stake"),
        ("estou sem internet desde ontem", "pt", "cannot use it"),
        ("I want to close my account", "en", "wants to leave"),
    ],
)
def test_urgency_names_its_reasons(text: str, language: str, reason: str) -> None:
    found = score(text, language)
    assert reason in found.reasons
    assert found.urgency > 0


def test_more_reasons_are_more_urgent_but_never_above_one() -> None:
    one = score("please answer asap", "en").urgency
    two = score("please answer asap, the charger caught fire", "en").urgency
    assert 0 < one < two <= 1


def test_a_happy_text_is_not_urgent() -> None:
    assert score("I love this, thank you so much, best day ever", "en").urgency == 0


def test_reasons_never_repeat_the_text() -> None:
    found = score("Erika Mustermann wartet seit Wochen, dringend!", "de")
    assert found.reasons
    assert not any("erika" in reason.lower() for reason in found.reasons)


def test_who_is_glad_needs_nobody_at_once_but_for_danger() -> None:
    assert urgency({"thanks", "solved"}, {"thanks"}, 0.9, 0.0)[0] == 0.9
    assert urgency({"thanks", "solved"}, {"thanks"}, 0.9, 0.0, glad=True)[0] < 0.5
    assert urgency({"thanks", "danger"}, {"thanks"}, 0.9, 0.0, glad=True)[0] == 0.9


def test_who_cancels_with_scorn_is_no_spammer() -> None:
    found = intents(False, {"cancellation": 0.9, "spam": 0.6}, -0.2)
    assert [label.name for label in found] == ["cancellation"]
