"""The terms of a text: hashtags, names of things, and words that say what it is about.

Handles, links, addresses and numbers are no terms. What remains may still name somebody, so that nobody is shown a
term that fewer than three people used (`model.trends`).
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from model.trends import HASHTAG, NAME, PHRASE

MOST = 12
"""Terms of one text."""
LONGEST = 40
LEAST_LETTERS = 4

_LEFT_OUT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@[\w.]+")
_TOKEN = re.compile(r"#\w*[^\W\d_]\w*|[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?:;,\n…]+")
_NOUNS_IN_CAPITALS = frozenset({"de", "lb"})

# Words that say nothing about a topic, of the languages that most brands hear.
_STOP = frozenset(
    """
    about after again all also always and any anyone anything are because been before being but can cannot could did
    does doesn't don't done each even ever every everyone everything for from get gets getting give going gone good got
    had has have haven't having hello her here hers him his how i'm i've into isn't it's its just know let like make
    many maybe me more most much must my never nobody not nothing now off once only other our ours out over own please
    really said same say says see she should since some somebody someone something still such sure take than thank
    thanks that that's the their them then there these they they're thing things think this those though through too
    under until very want wants was wasn't way were what when where which while who why will with without won't would
    yeah year years yes yet you you're your yours today tomorrow yesterday week weeks month months day days time
    aber alle allem allen aller alles also andere auch auf aus bei bin bis bist bitte dann das dass dein deine dem den
    denn der des dich die dies diese diesem diesen dieser dieses dir doch dort durch ein eine einem einen einer eines
    einfach endlich euch euer eure für gar gegen gerade gibt ging hab habe haben hallo hat hatte hätte heute hier hinter
    ich ihm ihn ihnen ihr ihre ihrem ihren immer ins ist ja jede jeder jedes jetzt kann kein keine keinen keiner können
    könnte leider liebe macht mal man mehr mein meine meinem meinen meiner mich mir mit morgen muss müssen nach nicht
    nichts nie noch nun nur oder ohne schon sehr sein seine seit selbst sich sie sind sollte sondern über und uns unser
    unsere unter viel viele vom von vor wann war waren warum was weg weil welche wenn wer werde werden wie wieder will
    wir wird wirklich wo wollen wurde würde zum zur zwischen danke woche wochen tage monat
    ahora algo alguien alguna algunos antes aquí así aún aunque bien bueno cada casi como cómo con contra cosa cosas
    cuando cuándo cual cuál de del desde después donde dónde dos ella ellas ellos entre era eres esa esas ese eso esos
    esta está estaba están estas este esto estos estoy fue fueron gracias había hace hacer hacia han hasta hay hola hoy
    las les los más mejor menos mis mismo mucha mucho muchos muy nada nadie ningún nos nosotros nuestra nuestro nunca
    otra otro otros para pero poco por porque pues puede pueden puedo que qué quien quién quiere quiero sea ser siempre
    sin sobre solo sólo son soy sus también tan tanto tengo tenía tiene tienen toda todas todo todos tus una unas uno
    unos usted ustedes vez voy
    alors après aussi autre aux avait avant avec avez avoir avons beaucoup bien bonjour car ce cela celle celui ces
    cette chez comme comment dans depuis des deux dire donc elle elles encore entre est êtes être fait faire fois font
    ici ils jamais je jour jours leur leurs lui maintenant mais mes merci mieux moi moins mon même nos notre nous on ont
    ou où par parce pas peu peut peux plus pour pourquoi pouvez qu'il quand que quel quelle quelque qui quoi rien sa
    sans ses si son sont sous suis sur ta tes toi ton toujours tous tout toute toutes très trop une vos votre vous voilà
    adesso alla alle allo ancora anche anni aver avete aveva bene buona buongiorno che chi ciao cioè come con cosa così
    dal dalla dei del della delle dello dentro devo dopo dove due è era essere fare fatto gli grazie già hai hanno ho
    il io la le lei loro lui ma mai me mentre mia mie mio molto nei nel nella nessuno niente noi non nostra nostro o
    ogni oggi per perché però più poi prima proprio può quale quando quanto quella quelle quelli quello questa queste
    questi questo qui sarà se sei sempre senza sia siamo siete solo sono sopra sta stato stati stesso su sua sue suo
    tanto te ti tra troppo tu tua tuo tutta tutte tutti tutto un una uno va vi voi volta
    agora ainda algo alguém antes aqui assim até bem bom cada coisa com como contra da das de dele dela depois desde
    deve dia dias do dos ela elas ele eles em então entre era essa esse esta está estão estava este estou eu faz fazer
    foi foram fui há hoje isso isto já lhe mais mas melhor mesmo meu minha muita muito muitos na nada não nem nenhum
    ninguém no nos nós nossa nosso num nunca obrigado obrigada ou outra outro para pela pelo pode podem pois por porque
    pra quando que quem quero são se sem sempre ser seu seus só sobre sou sua suas também tão tem tenho ter teve toda
    todas todo todos tudo um uma vai vão você vocês vou
    aan als altijd ben bent bij dan dat deze die dit door een geen goed had heb hebben heeft het hier hoe iets ik ook
    jij jullie kan kunnen maar meer mijn moet naar niet niets nog omdat onze over te toch tot uit van veel voor waar
    waarom wat weer wel werd wie wij willen worden zijn zou
    """.split()
)


def terms(text: str, language: str | None) -> dict[str, str]:
    """Returns the terms of a text and the kind of each, at most `MOST`, those first that say most."""
    tokens = _TOKEN.findall(_LEFT_OUT.sub(" , ", unicodedata.normalize("NFC", text[:2000])))
    found = {_folded(token): HASHTAG for token in tokens if token.startswith("#")}
    if language not in _NOUNS_IN_CAPITALS:
        for name in _names(tokens):
            found.setdefault(name, NAME)
    words = [_word(token) for token in tokens]
    for (first, tells), (second, tells_too) in pairwise(words):
        if tells and tells_too:
            found.setdefault(f"{first} {second}", PHRASE)
    for word, tells in words:
        if tells:
            found.setdefault(word, PHRASE)
    return dict(list(found.items())[:MOST])


def _names(tokens: list[str]) -> list[str]:
    """Returns words in capitals within a sentence, with those that follow: "Star Lamp" as one."""
    names: list[str] = []
    run: list[str] = []
    start = True
    for token in [*tokens, "."]:
        word, tells = _word(token)
        if tells and not start and token[:1].isupper() and not token.isupper():
            run.append(word)
        elif run:
            names.append(" ".join(run[:3]))
            run = []
        start = not token[:1].isalnum() and token[:1] != "#"
    return [name for name in names if len(name) <= LONGEST]


@lru_cache(maxsize=8192)  # most of what people write is the same few thousand words
def _word(token: str) -> tuple[str, bool]:
    """Returns a token as it is compared, and whether it says what a text is about."""
    word = _folded(token)
    return word, _telling(word)


def _folded(token: str) -> str:
    return token.casefold().replace("’", "'")[:LONGEST]


def _telling(word: str) -> bool:
    return len(word) >= LEAST_LETTERS and word[0].isalpha() and word not in _STOP
