"""The written cues for intent and urgency: phrases in the languages customers write in.

A phrase is a run of tokens as `features.tokens` makes them; "~" stands for up to three tokens between. All
phrases are tried on all texts, whatever their language, because customers mix languages; a phrase that means
something else in another of these languages is left out.
"""

from collections.abc import Mapping

from segment.scoring.features import tokens

GAP = 3

INTENTS: Mapping[str, str] = {
    "cancellation": """
        cancel my | cancel our | cancel the subscription | cancel ~ account | cancel ~ subscription
        cancel ~ contract | cancel ~ membership | cancelling my | canceling my | close my account
        delete my account | terminate my | unsubscribe me | switching to | switch to another | switch provider
        switching provider | leaving you | leave you for | done with you | never buy from | never buying
        never ordering | never flying | never using you | take my business elsewhere | business elsewhere
        lost a customer | losing a customer | lost my business | another provider | end my contract
        kündigen | kündigung | kündige | gekündigt | vertrag beenden | konto löschen | account löschen
        abo beenden | abbestellen | wechsle zu | wechsel zu | wechseln zu | anbieter wechseln | nie wieder
        stornieren | storniere | verlieren ~ kunden
        darme de baja | dar de baja | me doy de baja | cancelar mi | cancelar la suscripción | cancelar ~ cuenta
        cancelar el contrato | cerrar mi cuenta | me cambio a | me cambio de | cambiarme de | nunca más
        cambiar de compañía | pierden un cliente
        résilier | résilie | résiliation | annuler mon | annuler ma | me désabonner | désabonner
        fermer mon compte | supprimer mon compte | plus jamais | changer d'opérateur | passe chez
        je pars chez | perdu un client
        disdire | disdetta | disdico | annullare il mio | annullare la mia | annullare l'abbonamento
        chiudere il ~ conto | cancellare il mio | cancellare l'account | mai più | passo a un
        cambio operatore | cambiare operatore | perso un cliente
        cancelar minha | cancelar meu | cancelar o | cancelamento | cancelar a assinatura | encerrar minha conta
        encerrar a conta | nunca mais | mudar de operadora | trocar de operadora | vou mudar para
        perderam um cliente
        opzeggen | abonnement stoppen | إلغاء | الغاء | रद्द | iptal etmek
    """,
    "complaint": """
        doesn't work | does not work | doesnt work | not working | isn't working | stopped working | is broken
        arrived broken | arrived damaged | still waiting | still not | no response | no reply | never arrived
        hasn't arrived | not arrived | never received | not received | haven't received | worst service
        worst customer | terrible service | awful service | poor service | bad service | horrible service
        rip off | overcharged | charged twice | charged me | want a refund | want my money back
        unacceptable | keeps crashing | faulty | nobody answers | no one answers | waste of money
        want to complain | make a complaint | file a complaint | very disappointed | so disappointed
        funktioniert nicht | funktioniert ~ nicht | geht nicht | kaputt | defekt | immer noch nicht | warte seit
        warte immer noch | keine antwort | nicht angekommen | nicht erhalten | unverschämt | unverschämtheit
        frechheit | beschwerde | beschweren | reklamation | abzocke | schlechter service | schlechter kundenservice
        mieser service | katastrophaler | saftladen | geld zurück | schon wieder ~ verspätung | unter aller sau
        no funciona | no me funciona | no sirve | llegó roto | sigo esperando | sigue sin | no ha llegado
        no me ha llegado | no llegó | nadie responde | nadie contesta | pésimo servicio | mal servicio
        pésima atención | estafa | queja | reclamación | una vergüenza | quiero mi dinero
        ne fonctionne pas | ne fonctionne plus | ne marche pas | ne marche plus | marche pas | en panne
        toujours pas | pas reçu | jamais reçu | aucune réponse | arnaque | réclamation | inadmissible | honteux
        service nul | service déplorable | me faire rembourser
        non funziona | non va | si è rotto | guasto | sto ancora aspettando | non è arrivato | non è arrivata
        mai arrivato | nessuna risposta | nessuno risponde | truffa | reclamo | una vergogna | pessimo servizio
        servizio pessimo | servizio scadente | rivoglio i soldi
        não funciona | nao funciona | parou de funcionar | quebrado | não chegou | nao chegou | ninguém responde
        ninguem responde | péssimo atendimento | péssimo serviço | pessimo atendimento | reclamação | golpe
        uma vergonha | quero meu dinheiro | descaso
        werkt niet | niet ontvangen | لا يعمل | لم يصل | خدمة سيئة | ख़राब | kaam nahi kar
    """,
    "purchase_interest": """
        want to buy | wanna buy | like to buy | looking to buy | going to buy | gonna buy | thinking of buying
        thinking about buying | where can i buy | where to buy | where can i get | how much is | how much are
        how much does | how much for | what's the price | price of | in stock | do you ship | do you deliver to
        take my money | want to order | like to order | can i order | pre-order | interested in buying
        need to buy | is it available | are they available | when can i buy
        was kostet | wie viel kostet | wieviel kostet | was kosten | wo kann ich ~ kaufen | wo gibt es | wo gibt's
        möchte ~ kaufen | will ~ kaufen | würde gerne ~ kaufen | würde gern ~ kaufen | auf lager | lieferbar
        möchte ~ bestellen | kann man ~ bestellen | liefert ihr
        quiero comprar | me gustaría comprar | quisiera comprar | cuánto cuesta | cuanto cuesta | cuánto vale
        dónde puedo comprar | donde puedo comprar | dónde comprar | qué precio | tienen stock | hacen envíos
        je veux acheter | voudrais acheter | envie d'acheter | combien coûte | combien coute | quel prix
        quel est le prix | où acheter | où puis je acheter | livrez vous | je voudrais commander
        voglio comprare | vorrei comprare | quanto costa | quanto costano | dove posso comprare | dove comprare
        vorrei ordinare | è disponibile | spedite in
        quero comprar | gostaria de comprar | quanto custa | onde posso comprar | onde compro | qual o preço
        qual é o preço | tem em estoque | fazem entrega | vou comprar
        كم سعر | كم السعر | بكم | कितने का | kitne ka
    """,
    "thanks": """
        thanks | thank you | thank u | thankyou | thx | tysm | many thanks | much appreciated | appreciate it
        appreciate your | danke | dankeschön | vielen dank | besten dank | herzlichen dank | gracias | merci
        grazie | obrigado | obrigada | muito obrigado | bedankt | dank je | dank u | dziękuję | спасибо | дякую
        teşekkürler | teşekkür ederim | terima kasih | tack så mycket | شكرا | شكراً | धन्यवाद | शुक्रिया
        dhanyavad | shukriya | ขอบคุณ
    """,
    "praise": """
        well done | great job | good job | great work | amazing service | great service | excellent service
        best service | great customer service | love your | love this product | you guys rock | kudos | shout out to
        highly recommend | tolle arbeit | toller service | super service | gut gemacht | sehr zufrieden
        weiter so | bin begeistert | absolut empfehlenswert | excelente servicio | buen trabajo
        muy contento con | muy contenta con | gran servicio | lo recomiendo | excellent service | bon travail
        très satisfait | très contente de | je recommande | service au top | ottimo servizio | ottimo lavoro
        molto soddisfatto | molto soddisfatta | lo consiglio | ótimo atendimento | ótimo serviço
        excelente atendimento | parabéns pelo | recomendo muito | muito satisfeito
    """,
    "spam": """
        check out my channel | check out my page | check out my video | subscribe to my | sub to my
        follow me back | follow back | follow for follow | click here | free gift card | make money online
        make money from home | work from home and earn | earn money | get free followers | buy followers
        dm me for promo | limited offer click | crypto signals | double your bitcoin | visit my profile
        kostenlos follower | geld verdienen | schau auf mein profil | gana dinero desde casa | gana dinero
        visita mi perfil | gagner de l'argent | gagnez de l'argent | visitez mon profil | guadagna da casa
        guadagnare online | visita il mio profilo | ganhe dinheiro | ganhar dinheiro online | visite meu perfil
    """,
}

# Said at the start of a text or sentence these ask, even without a question mark.
QUESTION_OPENINGS = """
    how do | how can | how much | how many | how long | how to | how come | what is | what's | what are | what time
    what do | when will | when is | when are | when do | when does | when can | where is | where's | where are
    where can | where do | why is | why are | why do | why does | why did | why can't | why isn't | who can
    who do | which one | can i | can you | can someone | can anyone | could you | do you | does anyone | is there
    is it possible | are there | are you | any idea | any news | any update | has anyone | will you
    wie kann | wie lange | wie viel | wie komme | wie geht | was ist | was kostet | wann kommt | wann wird | wann ist
    wann gibt | wo ist | wo bleibt | wo kann | wo finde | warum ist | warum geht | warum kann | wieso | weshalb
    welche | welcher | welches | kann ich | kann man | könnt ihr | können sie | gibt es | gibt's | habt ihr
    haben sie | weiß jemand | hat jemand
    cómo | qué | cuándo | dónde | por qué | cuál | cuánto | cuánta | quién | puedo | pueden | podéis | hay alguna
    alguien sabe | comment | quand | pourquoi | où | quel | quelle | quels | quelles | combien | est ce | puis je
    pouvez vous | avez vous | peut on | quelqu'un sait | qu'est ce
    come posso | come si | come mai | quando | dove | perché | qual è | quale | quanto | posso | potete | avete
    qualcuno sa | chi può | como faço | como posso | quando | onde | por que | qual | quanto | posso | vocês podem
    alguém sabe | tem como | kya | kab | kaise | kyun | kahan | क्या | कब | कैसे | क्यों | कहाँ | هل | كيف | متى | أين
    لماذا | وين | ليش | waar | hoe | wanneer | waarom
"""

NOT_THANKS = (
    "no thanks | no thank you | thanks for nothing | danke für nichts | merci pour rien | gracias por nada"
)

# Reason: (weight 0..1, phrases). The reason is what agents read and what rules may name.
URGENCY: Mapping[str, tuple[float, str]] = {
    "danger": (0.6, """
        danger | dangerous | caught fire | on fire | is burning | smoke coming | exploded | got injured | unsafe
        emergency | gas leak | electric shock | gefahr | gefährlich | brennt | feuer gefangen | rauch kommt
        explodiert | verletzt | notfall | peligro | peligroso | se incendió | explotó | herido | emergencia
        dangereux | dangereuse | a pris feu | explosé | blessé | urgence vitale | pericolo | pericoloso | ha preso fuoco
        esploso | ferito | emergenza | perigo | perigoso | pegou fogo | explodiu | ferido | emergência | خطر | طوارئ
    """),
    "asks for speed": (0.5, """
        urgent | urgently | asap | immediately | right now | right away | as soon as possible | at once | time sensitive
        dringend | sofort | umgehend | eilt | schnellstmöglich | so schnell wie möglich | unverzüglich
        urgente | urgentemente | inmediatamente | de inmediato | cuanto antes | lo antes posible | ahora mismo
        urgence | immédiatement | tout de suite | au plus vite | dès que possible | rapidement
        subito | immediatamente | al più presto | il prima possibile | quanto prima | com urgência
        imediatamente | o quanto antes | o mais rápido possível | agora mesmo | dringende | عاجل | فورا
        तुरंत | jaldi | acil | срочно
    """),
    "names a lawyer or an authority": (0.45, """
        lawyer | sue you | suing | legal action | small claims | police | ombudsman | consumer protection
        trading standards | anwalt | anzeige | rechtliche schritte | verbraucherzentrale | verbraucherschutz | polizei
        klage | abogado | denuncia | denunciar | demandar | policía | consumo | avocat | plainte | porter plainte
        tribunal | répression des fraudes | avvocato | denunciare | vie legali | polizia | codacons | advogado
        processar | procon | justiça | polícia | محامي | شرطة
    """),
    "waits for long": (0.35, """
        still waiting | for weeks | for days | for months | for hours | days ago | weeks ago | third time
        second time | yet again | again and again | still no | seit wochen | seit tagen | seit monaten | seit stunden
        immer noch | warte seit | zum dritten mal | schon wieder | hace semanas | hace días | hace dias
        desde hace | sigo esperando | llevo ~ esperando | tercera vez | otra vez | depuis des semaines
        depuis des jours | depuis ~ jours | depuis ~ semaines | toujours pas | troisième fois | da settimane
        da giorni | da mesi | da ore | ancora aspettando | terza volta | há semanas | há dias | faz dias
        faz semanas | ainda não | ainda estou esperando | terceira vez
    """),
    "money is at stake": (0.3, """
        refund | money back | charged twice | overcharged | double charged | unauthorised | unauthorized | stolen
        fraud | scammed | hacked | my account was | geld zurück | rückerstattung | erstattung | doppelt abgebucht
        abgebucht | betrug | gestohlen | gehackt | reembolso | devolución | mi dinero | cobrado dos | me robaron
        hackeado | fraude | remboursement | rembourser | débité | volé | piraté | rimborso | soldi | addebitato
        rubato | hackerato | estorno | meu dinheiro | cobrado duas | roubaram | استرجاع | فلوسي | paisa wapas
    """),
    "cannot use it": (0.3, """
        can't log in | cannot log in | can't login | cannot login | locked out | can't access | cannot access
        is down | outage | not working | doesn't work | stopped working | stranded | stuck at | no signal
        no internet | ausfall | störung | gesperrt | kein internet | kein netz | kein empfang | funktioniert nicht
        geht nicht | komme nicht rein | no funciona | bloqueada | bloqueado | sin internet | sin señal | no puedo entrar
        no puedo acceder | caído | ne fonctionne pas | ne marche pas | en panne | bloqué | plus d'internet
        non funziona | bloccato | bloccata | senza internet | non riesco ad accedere | não funciona | nao funciona
        sem internet | sem sinal | fora do ar | não consigo acessar | لا يعمل
    """),
    "has a deadline": (0.25, """
        by tomorrow | by tonight | by today | before tomorrow | need it today | need this today | leaving tomorrow
        flight tomorrow | heute noch | bis morgen | noch heute | bis heute | para mañana | para hoy | antes de mañana
        hoy mismo | avant demain | pour demain | aujourd'hui même | entro domani | entro oggi | para amanhã
        ainda hoje | até amanhã
    """),
}  # fmt: skip

Phrases = dict[str, list[tuple[str, tuple[str, ...]]]]


def phrases(named: Mapping[str, str]) -> Phrases:
    """First token of a phrase → (name, the tokens after it) of every phrase that begins so."""
    found: Phrases = {}
    for name, text in named.items():
        for phrase in text.replace("\n", "|").split("|"):
            words = [word for part in phrase.split() for word in ([part] if part == "~" else tokens(part))]
            if words:
                found.setdefault(words[0], []).append((name, tuple(words[1:])))
    return found


def matches(found: list[str], table: Phrases) -> set[str]:
    """The names whose phrases occur in the tokens."""
    names = set()
    for index, token in enumerate(found):
        if token in table:
            for name, rest in table[token]:
                if name not in names and follows(found, index + 1, rest):
                    names.add(name)
    return names


def follows(found: list[str], index: int, rest: tuple[str, ...]) -> bool:
    """Whether the tokens from `index` on are `rest`; "~" skips up to `GAP` tokens."""
    for position, word in enumerate(rest):
        if word == "~":
            after = rest[position + 1 :]
            return any(follows(found, index + skip, after) for skip in range(1, GAP + 1))
        if index >= len(found) or found[index] != word:
            return False
        index += 1
    return True
