"""The words of the public page about a request, in the languages that a brand may choose for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.privacy_task import REASONS, State


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Holds one language: a sentence for each state and reason, and the labels of the page."""

    states: Mapping[State, str]
    erased: str
    revoked: str
    unknown: str
    reasons: Mapping[str, str]
    heading: str
    labels: Mapping[str, str]
    contact: str


def _states(*sentences: str) -> dict[State, str]:
    """Returns a sentence for each state, in the order in which a request goes through them."""
    return dict(zip(State, sentences, strict=True))


def _labels(*words: str) -> dict[str, str]:
    return dict(zip(("request", "received_on", "due_on", "receipt"), words, strict=True))


def _reasons(*sentences: str) -> dict[str, str]:
    return dict(zip(REASONS, sentences, strict=True))


ENGLISH = StatusWords(
    states=_states(
        "Received. It waits for a responsible person's confirmation.",
        "Received. We have not begun yet.",
        "In progress. We know which data it is about.",
        "In progress. Nothing new is kept and nothing is sent any more.",
        "In progress. The key to the data is destroyed: nobody can read them any more.",
        "In progress. The data are deleted; we look once more for what was just arriving.",
        "Almost done. Everything is deleted; the receipt is being written.",
        "Done.",
        "Refused.",
    ),
    erased="Done. The data are deleted, and the key to all copies is destroyed. Until {until} a technical "
    "backup could "
    "still bring the key back, or your name in what others wrote; after that nothing can.",
    revoked="Done. The keys to everything that came through the account are destroyed. Until {until} a "
    "technical backup "
    "could still bring them back; after that nothing can.",
    unknown="We do not know this code. A request shows up here a few minutes after it was sent; afterwards "
    "it can be "
    "looked up for about a year.",
    reasons=REASONS,
    heading="Your request",
    labels=_labels("Request", "Received on", "Answered at the latest on", "Receipt"),
    contact="Questions: {contact}",
)

GERMAN = StatusWords(
    states=_states(
        "Eingegangen. Eine verantwortliche Person muss die Anfrage noch bestätigen.",
        "Eingegangen. Wir haben noch nicht begonnen.",
        "In Arbeit. Wir wissen, um welche Daten es geht.",
        "In Arbeit. Es wird nichts Neues mehr gespeichert und nichts mehr gesendet.",
        "In Arbeit. Der Schlüssel zu den Daten ist vernichtet: Niemand kann sie mehr lesen.",
        "In Arbeit. Die Daten sind gelöscht; wir sehen noch einmal nach, was gerade unterwegs war.",
        "Fast fertig. Alles ist gelöscht; der Nachweis wird geschrieben.",
        "Erledigt.",
        "Abgelehnt.",
    ),
    erased="Erledigt. Die Daten sind gelöscht, und der Schlüssel zu allen Kopien ist vernichtet. Bis "
    "{until} könnte eine "
    "technische Sicherung den Schlüssel noch zurückbringen, oder Ihren Namen in dem, was andere geschrieben "
    "haben; danach "
    "kann es nichts mehr.",
    revoked="Erledigt. Die Schlüssel zu allem, was über das Konto kam, sind vernichtet. Bis {until} könnte "
    "eine technische "
    "Sicherung sie noch zurückbringen; danach kann es nichts mehr.",
    unknown="Diesen Code kennen wir nicht. Eine Anfrage erscheint hier einige Minuten nach dem Absenden und "
    "ist dann etwa "
    "ein Jahr lang zu finden.",
    reasons=_reasons(
        "Die Anfrage wartet einige Minuten, bis beiseitegelegt ist, was wir nach dem Gesetz aufbewahren müssen.",
        "Das Gesetz verpflichtet uns, diese Daten für Rechtsansprüche aufzubewahren (Artikel 17 Absatz 3 "
        "Buchstabe e "
        "DSGVO). Sie sind gesperrt und werden für nichts anderes verwendet; sie werden gelöscht, sobald die "
        "Pflicht endet.",
        "Die Bedingungen der Plattform erlauben uns nicht, Daten ihrer Mitglieder herauszugeben. Bitte "
        "verlangen Sie die "
        "Kopie bei der Plattform selbst.",
        "Sie haben verlangt, dass wir Ihre Daten nur speichern. Sagen Sie uns, dass Sie einverstanden sind, "
        "und wir "
        "erstellen die Kopie.",
        "Eine verantwortliche Person hat die Anfrage nicht bestätigt.",
        "Unter der genannten Kennung haben wir keine Daten.",
    ),
    heading="Ihre Anfrage",
    labels=_labels("Anfrage", "Eingegangen am", "Beantwortet spätestens am", "Nachweis"),
    contact="Fragen an: {contact}",
)

FRENCH = StatusWords(
    states=_states(
        "Reçue. Une personne responsable doit encore la confirmer.",
        "Reçue. Nous n'avons pas encore commencé.",
        "En cours. Nous savons de quelles données il s'agit.",
        "En cours. Rien de nouveau n'est conservé et rien n'est plus envoyé.",
        "En cours. La clé des données est détruite : plus personne ne peut les lire.",
        "En cours. Les données sont supprimées ; nous vérifions encore ce qui était en train d'arriver.",
        "Presque terminé. Tout est supprimé ; le justificatif est en cours de rédaction.",
        "Terminé.",
        "Refusée.",
    ),
    erased="Terminé. Les données sont supprimées et la clé de toutes les copies est détruite. Jusqu'au "
    "{until}, une "
    "sauvegarde technique pourrait encore ramener la clé, ou votre nom dans ce que d'autres ont écrit ; "
    "ensuite, plus rien "
    "ne le peut.",
    revoked="Terminé. Les clés de tout ce qui est venu par ce compte sont détruites. Jusqu'au {until}, une "
    "sauvegarde "
    "technique pourrait encore les ramener ; ensuite, plus rien ne le peut.",
    unknown="Nous ne connaissons pas ce code. Une demande apparaît ici quelques minutes après son envoi et "
    "peut être "
    "consultée pendant environ un an.",
    reasons=_reasons(
        "Elle attend quelques minutes, le temps de mettre de côté ce que la loi nous oblige à conserver.",
        "La loi nous oblige à conserver ces données pour la défense de droits en justice (article 17, "
        "paragraphe 3, "
        "point e, du RGPD). Elles sont bloquées et ne servent à rien d'autre ; elles seront supprimées à la "
        "fin de cette "
        "obligation.",
        "Les conditions de la plateforme ne nous permettent pas de remettre les données de ses membres. "
        "Veuillez demander "
        "une copie à la plateforme elle-même.",
        "Vous avez demandé que nous ne fassions que conserver vos données. Dites-nous que vous êtes "
        "d'accord et nous "
        "préparerons la copie.",
        "La demande n'a pas été confirmée par une personne responsable.",
        "Nous ne détenons aucune donnée sous l'identifiant indiqué.",
    ),
    heading="Votre demande",
    labels=_labels("Demande", "Reçue le", "Réponse au plus tard le", "Justificatif"),
    contact="Questions : {contact}",
)

SPANISH = StatusWords(
    states=_states(
        "Recibida. Una persona responsable todavía tiene que confirmarla.",
        "Recibida. Todavía no hemos empezado.",
        "En curso. Sabemos de qué datos se trata.",
        "En curso. Ya no se guarda nada nuevo ni se envía nada.",
        "En curso. La clave de los datos está destruida: nadie puede leerlos ya.",
        "En curso. Los datos están borrados; miramos una vez más lo que estaba llegando.",
        "Casi terminada. Todo está borrado; se está escribiendo el comprobante.",
        "Terminada.",
        "Rechazada.",
    ),
    erased="Terminada. Los datos están borrados y la clave de todas las copias está destruida. Hasta el "
    "{until} una copia "
    "de seguridad técnica aún podría devolver la clave, o su nombre en lo que otros escribieron; después, "
    "nada puede.",
    revoked="Terminada. Las claves de todo lo que llegó por la cuenta están destruidas. Hasta el {until} "
    "una copia de "
    "seguridad técnica aún podría devolverlas; después, nada puede.",
    unknown="No conocemos este código. Una solicitud aparece aquí unos minutos después de enviarse y se "
    "puede consultar "
    "durante cerca de un año.",
    reasons=_reasons(
        "Espera unos minutos, hasta que se aparte lo que la ley nos obliga a conservar.",
        "La ley nos obliga a conservar estos datos para reclamaciones (artículo 17, apartado 3, letra e, "
        "del RGPD). Están "
        "bloqueados y no se usan para nada más; se borrarán cuando termine esa obligación.",
        "Las condiciones de la plataforma no nos permiten entregar los datos de sus miembros. Pida una "
        "copia a la propia "
        "plataforma.",
        "Usted pidió que solo guardáramos sus datos. Díganos que está de acuerdo y prepararemos la copia.",
        "Una persona responsable no confirmó la solicitud.",
        "No tenemos datos con el identificador indicado.",
    ),
    heading="Su solicitud",
    labels=_labels("Solicitud", "Recibida el", "Respuesta a más tardar el", "Comprobante"),
    contact="Preguntas: {contact}",
)

LANGUAGES: Mapping[str, StatusWords] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
"""By the tag of the language; a brand may choose several."""
