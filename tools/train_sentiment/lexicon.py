"""Plain words of praise, blame and neither in languages with few labelled posts, written for this project.

Few posts a language leave out most of what customers say. Each entry here is trained as a text of one word or phrase.
"""

POSITIVE = {
    "en": """
        no complaints | no problems at all | nothing to complain about | without any problems
        went smoothly | not bad | can't thank you enough | couldn't be happier | could not be better
        never disappoints | faster than expected | thank you team | problem solved | solved my problem
        will be back | worth every penny | hats off
    """,
    "de": """
        gut | super | toll | klasse | prima | spitze | großartig | hervorragend | fantastisch | wunderbar
        wunderschön | perfekt | genial | geil | lecker | schön | freundlich | nett | hilfsbereit | schnell
        zuverlässig | zufrieden | sehr zufrieden | glücklich | froh | begeistert | freue mich
        empfehlenswert | empfehle ich | liebe | ich liebe | danke | vielen dank | herzlichen dank
        kompetent | einwandfrei | reibungslos | angenehm | lustig | süß | stark | gelungen | beste
        der beste | die besten | top | mega | hammer | günstig | gerne wieder | alles bestens | klappt super
        beeindruckend | liebevoll | gefällt mir | endlich wieder | vorfreude | läuft | ehrlich | fair | lob
        großes lob | ein dickes lob | respekt | hut ab | nichts auszusetzen | nichts zu beanstanden
        ohne probleme | keine beschwerden | kein grund zur klage | nicht schlecht | besser geht es nicht
        gut gelöst | tausend dank | danke euch | bin dankbar | schneller als gedacht | früher als erwartet
        immer gerne | tolles team | netter kontakt
    """,
    "es": """
        bueno | buena | buenísimo | genial | excelente | estupendo | fantástico | maravilloso | perfecto
        increíble | bonito | precioso | hermoso | rico | delicioso | amable | atento | rápido | fiable
        contento | contenta | feliz | encantado | encantada | me encanta | me gusta | te quiero | amo
        adoro | recomiendo | recomendable | gracias | muchas gracias | mejor | el mejor | la mejor
        divertido | guapa | guapo | felicidades | enhorabuena | bien | muy bien | satisfecho | satisfecha
        eficaz | impecable | barato | alegría | ilusión | crack | top | bravo | sin problemas
        sin ninguna queja | nada que objetar | todo perfecto | todo salió bien | qué bonito | qué bien
        qué alegría | qué buena | qué rico | precioso lugar | volveremos | repetiremos | mejor imposible
        agradecido | agradecida | muy agradecido | mil gracias | gracias de corazón | gran trabajo | chapó
        buen trato | qué maravilla
    """,
    "fr": """
        bon | bonne | super | génial | excellent | formidable | fantastique | merveilleux | parfait
        incroyable | beau | belle | magnifique | délicieux | gentil | aimable | rapide | fiable | content
        contente | heureux | heureuse | ravi | ravie | j'adore | j'aime | adore | je recommande | recommande
        merci | merci beaucoup | meilleur | la meilleure | drôle | félicitations | bravo | bien | très bien
        satisfait | satisfaite | efficace | impeccable | top | joli | sympa | chouette | plaisir | hâte
        au top | nickel | réussi | rien à dire | rien à reprocher | sans problème | sans aucun souci
        tout est parfait | tout s'est bien passé | quelle belle surprise | belle soirée | on reviendra
        nous reviendrons | pas mal | mieux que prévu | reconnaissant | reconnaissante | mille mercis
        un grand merci | impressionnant | adorable | adorables | délicieuse | merveilleuse | on se régale
        coup de cœur | vivement ce soir | trop bien | trop content | chapeau
    """,
    "it": """
        buono | buona | ottimo | ottima | eccellente | stupendo | fantastico | meraviglioso | perfetto
        incredibile | bello | bella | bellissimo | bellissima | buonissimo | gentile | disponibile | veloce
        affidabile | contento | contenta | felice | adoro | amo | mi piace | consiglio | consigliato
        grazie | grazie mille | migliore | il migliore | divertente | complimenti | auguri | bravo | bravi
        bravissimi | bene | benissimo | soddisfatto | soddisfatta | efficiente | impeccabile | top
        simpatico | splendido | super | geniale | grande | delizioso | nessun problema | senza problemi
        niente da dire | niente da ridire | tutto perfetto | tutto bene | che bello | che bella
        che meraviglia | torneremo | ci torneremo | meglio di così | grato | grata | mille grazie
        grazie di cuore | gentilissimo | gentilissima | gentilissimi | bravissima | deliziosa | meravigliosa
        fantastica | emozionato | che gioia | ottimo lavoro | davvero bravi | non male | impressionante
    """,
    "pt": """
        bom | boa | ótimo | ótima | excelente | maravilhoso | maravilhosa | fantástico | perfeito | perfeita
        incrível | lindo | linda | gostoso | delicioso | gentil | atencioso | rápido | confiável | contente
        feliz | adoro | amo | amei | adorei | gosto | recomendo | obrigado | obrigada | muito obrigado
        melhor | o melhor | a melhor | divertido | parabéns | bem | muito bem | satisfeito | satisfeita
        eficiente | impecável | top | legal | show | demais | fofo | fofa | sensacional | massa | barato
        prático | alegria | sem problemas | sem nenhum problema | nada a reclamar | nada do que reclamar
        tudo perfeito | tudo certo | que lindo | que linda | que delícia | que maravilha | vamos voltar
        voltaremos | melhor impossível | grato | grata | gratidão | mil vezes obrigado | de coração
        fantástica | animado | animada | ansiosa pelo show | impressionante | simpático | simpática
        simpáticos | ótimo trabalho | arrasaram | nota dez | mandaram bem
    """,
    "hi": """
        accha | acha | achha | achchha | bahut accha | badhiya | badiya | shandar | zabardast | mast | pyar
        pyara | khush | khushi | dhanyavad | shukriya | sundar | behtareen | kamaal | lajawab | swadisht
        maza aa gaya | maza | sahi hai | jeet | mubarak | pasand | behtar | santusht | bahut badhiya
        bahut sundar | bahut khoob | wah | waah | kya baat hai | dil se | dil khush | mast hai | jabardast
        love u bhai | salaam | dua | duaein | badhai | badhai ho | shubhkamnaye | bahut bahut dhanyavad
        meherbani | hero | sabse accha | dil jeet liya | garv hai | proud of you bhai | pyaar | bohot accha
        mazedaar | super hai | jai ho
    """,
    "ar": """
        جيد | جيدة | ممتاز | ممتازة | رائع | رائعة | جميل | جميلة | حلو | حلوة | شكرا | شكراً | سعيد | سعيدة
        احب | أحب | احبكم | افضل | أفضل | مبروك | سريع | محترم | محترمين | روعة | ممتازين | انصح
        يعطيكم العافية | الله يسعدكم | تسلم | مبدع | مبدعين | خدمة ممتازة
    """,
}

NEGATIVE = {
    "en": """
        not happy | not happy at all | not satisfied | not good enough | not clean | not acceptable
        wouldn't recommend | would not recommend | don't recommend | can't recommend | never again
        avoid this place | stay away from | nobody cares | no one cares | no one helps
        nobody answers the phone | left on hold | on hold for an hour | lost my luggage | lost my bags
        ruined our trip | delayed again | cancelled my flight | stuck at the airport | no explanation
        no information | no refund | money back | crashes all the time | keeps freezing | fell apart
        waste of time | rip off | thieves | total joke | what a joke | disgrace | clueless staff
        rude staff
    """,
    "de": """
        schlecht | sehr schlecht | schlechter | mies | miserabel | furchtbar | schrecklich | grauenhaft
        katastrophe | katastrophal | scheiße | scheiss | mist | dreck | der letzte dreck | saftladen | müll
        schrott | ätzend | nervt | nervig | ärgerlich | ärgere mich | wütend | sauer | stinksauer
        enttäuscht | enttäuschend | enttäuschung | unfreundlich | unfähig | inkompetent | unzuverlässig
        langsam | teuer | zu teuer | überteuert | kaputt | defekt | betrug | betrüger | abzocke | frechheit
        unverschämt | lächerlich | peinlich | traurig | leider | hasse | ich hasse | zum kotzen
        kotzt mich an | schnauze voll | die schnauze voll | genug | unmöglich | inakzeptabel | unterirdisch
        schlimm | schlimmste | verspätung | verspätet | ausfall | problem | probleme | fehler | beschwerde
        reklamation | geht gar nicht | nie wieder | keine antwort | warte seit | seit wochen | seit tagen
        geld zurück | will mein geld zurück | mangelhaft | unverständlich | verarschen | verarscht
        langweilig | krank | nutzlos | sinnlos | beschissen | kündige | anwalt | funktioniert nicht
        niemand antwortet | schlechter service | nicht zufrieden | gar nicht zufrieden
        überhaupt nicht zufrieden | nicht freundlich | nicht schön | nicht gut | nicht zu empfehlen
        nicht empfehlenswert | kann ich nicht empfehlen | keinem empfehlen | rate ab | dreckig | schmutzig
        unhöflich | eklig | unhygienisch | verdorben | versalzen | verloren gegangen | ruiniert | stürzt ab
        hängt sich auf | lässt mich hängen | keiner hilft | niemand hilft | wird ignoriert | wucher
        unbrauchbar | warteschleife | ewig gewartet | zeitverschwendung | geldverschwendung | nur ärger
        finger weg | hinüber
    """,
    "es": """
        malo | mala | malísimo | pésimo | pésima | horrible | terrible | fatal | asco | asqueroso | mierda
        basura | vergüenza | vergonzoso | enfadado | enojado | harto | harta | decepcionado | decepcionada
        decepción | decepcionante | lento | caro | carísimo | roto | estafa | estafadores | ladrones | robo
        inútil | inútiles | incompetentes | ridículo | triste | odio | peor | el peor | lo peor | problema
        problemas | error | queja | reclamación | inaceptable | retraso | nunca más | no funciona | no sirve
        nadie responde | llevo semanas | sigo esperando | devuélvanme | mentirosos | maleducados | aburrido
        lamentable | desastre | fracaso | nada contento | nada satisfecho | no estoy contento
        no estoy satisfecha | no me gusta | no recomiendo | no lo recomiendo | no se lo recomiendo
        nada recomendable | sucio | sucia | maleducada | grosero | se cierra sola | se cuelga | se bloquea
        no carga | no va | vergüenza de empresa | menuda estafa | roto otra vez | retrasos
        perdieron mi equipaje | pérdida de tiempo | tirar el dinero | todo mal | de mal en peor
        una porquería | arruinado | me ignoran | nadie ayuda | solo problemas
    """,
    "fr": """
        mauvais | mauvaise | nul | nulle | horrible | affreux | terrible | catastrophe | catastrophique
        merde | pourri | dégueulasse | honte | honteux | scandaleux | inadmissible | inacceptable | énervé
        furieux | en colère | marre | ras le bol | déçu | déçue | décevant | déception | lent | cher
        trop cher | cassé | arnaque | arnaqueurs | voleurs | incompétent | incompétents | ridicule | triste
        déteste | je déteste | pire | le pire | problème | problèmes | erreur | réclamation | retard
        plus jamais | ne marche pas | aucune réponse | toujours pas | personne ne répond | malheureusement
        ennuyeux | lamentable | insupportable | impoli | désastre | pas content | pas contente
        pas du tout satisfait | pas satisfaite | je n'aime pas | je ne recommande pas
        ne recommande à personne | à fuir | à éviter | désagréable | désagréables | malpoli | grossier
        plante tout le temps | ne charge pas | ne s'ouvre pas | bug | inutilisable | gâché | gâchées | ruiné
        fichu | foutu | perte de temps | perte d'argent | que des problèmes | on m'ignore | personne n'aide
        attente interminable | je perds patience | ça suffit | n'importe quoi | se moque de nous
        s'en fichent
    """,
    "it": """
        cattivo | brutto | brutta | pessimo | pessima | orribile | terribile | schifo | schifoso | merda
        vergogna | vergognoso | vergognosi | scandaloso | inaccettabile | arrabbiato | incazzato | stufo
        stufa | deluso | delusa | deludente | delusione | lento | caro | troppo caro | rotto | truffa
        truffatori | ladri | incompetenti | ridicolo | ridicoli | triste | odio | peggio | peggiore
        il peggiore | problema | problemi | errore | reclamo | ritardo | mai più | non funziona
        nessuna risposta | nessuno risponde | purtroppo | noioso | disastro | maleducati | inutile | inutili
        scadente | non sono contento | non contenta | per niente soddisfatto | non soddisfatta
        non mi piace | non lo consiglio | non consiglio | sconsiglio | sconsigliato | da evitare | sporco
        sporca | sporchi | maleducato | scortese | si blocca | si chiude da sola | non carica | non si apre
        rovinato | rovinata | rovinati | rotta | rotti | peggior | la peggiore | il peggior servizio
        perdita di tempo | soldi buttati | solo problemi | lontani da qui | mi ignorano | nessuno aiuta
        attesa infinita | inaccettabili | ladro | che schifo | una presa in giro | delusi
    """,
    "pt": """
        ruim | péssimo | péssima | horrível | terrível | lixo | merda | bosta | vergonha | vergonhoso
        absurdo | inaceitável | irritado | irritada | puto | cansado | cansada | decepcionado | decepcionada
        decepção | decepcionante | lento | caro | quebrado | golpe | ladrões | roubo | incompetentes
        ridículo | triste | odeio | odiei | pior | o pior | a pior | problema | problemas | erro
        reclamação | atraso | atrasado | nunca mais | não funciona | ninguém responde | não chegou
        infelizmente | chato | descaso | desrespeito | palhaçada | desastre | inútil | mentira | estressado
        raiva | não estou satisfeito | nada satisfeita | não estou contente | não gostei | não gosto
        não recomendo | não indico | fujam | passem longe | sujo | suja | grosseiro | mal educado
        mal educados | trava | trava toda hora | não abre | não carrega | caiu de novo | estragado
        estragou | rasgado | quebrou | perda de tempo | dinheiro jogado fora | só dá problema
        só dor de cabeça | me ignoram | ninguém ajuda | espera sem fim | até agora nada | enrolação
        enganação | propaganda enganosa | decepcionados
    """,
    "hi": """
        bura | buri | bekar | bakwas | kharab | bahut kharab | ghatiya | ganda | wahiyat | nafrat | gussa
        dukh | dukhi | pareshan | pareshani | dhokha | chor | jhooth | jhoota | galat | bekaar
        nahi chahiye | paisa barbad | harami | sharam | sharm | haar | nirash | fraud | mar gaya
        bilkul bekar | accha nahi | acha nahi | pasand nahi | khush nahi | theek nahi | kaam nahi karta
        kaam nahi kar raha | paise wapas | paisa wapas karo | time waste | koi jawab nahi | sab chor hai
        bahut bura | dimag kharab | sharm karo | kutta | kutte | kamina | kamine | saala | gaddar | jhoothe
        beizzati | barbaad | bewakoof | pagal | natak band karo | mar jao | chup kar | wahiyat service
        ganda hai | bura laga | dukh hua | nafrat hai
    """,
    "ar": """
        سيء | سيئ | سيئة | سيئه | زفت | اسوأ | أسوأ | اسوء | خايس | فاشل | فاشلة | حزين | حزينة | غاضب
        اكره | أكره | للأسف | للاسف | مشكلة | مشكله | نصب | نصابين | حرامية | كذب | كذابين | تأخير | تاخير
        غالي | خربان | عطل | لا يعمل | ما يشتغل | خدمة سيئة | مقرف | قرف | ظلم | مستحيل | تعبت | زبالة
        حسبي الله
    """,
}


# Things customers ask and shops announce without praise or blame.
NEUTRAL = {
    "en": """
        when do you open | when do you close | are you open today | where is your shop | where can i find
        how much is it | how long does it take | how do i | how can i change | how do i update
        how do i register | what do i need | do you ship to | do you sell | do you have | do you offer
        is there a | is this available | can i book | can i use | can i pick up | can i return | which size
        which model | which version | does it work with | what is the number | could you send me
        please send | i would like to know | i have a question | opens on | starts on | takes place
        moved to | the next one is | from monday to friday | new opening hours | meeting on | see the link
        more at
    """,
    "de": """
        wann öffnet | wann macht ihr auf | wann schließt | habt ihr heute offen | wo finde ich
        wo ist euer laden | wie viel kostet | wie lange dauert | wie kann ich | wie ändere ich
        wie melde ich mich an | was brauche ich | liefert ihr nach | verkauft ihr | habt ihr auch
        gibt es auch | gibt es das in | kann ich reservieren | kann man | kann ich abholen | kann ich zahlen
        welche größe | welches modell | welcher zug | passt das zu | wie ist die nummer
        könnt ihr mir schicken | ich möchte wissen | ich habe eine frage | ich hätte eine frage | öffnet am
        beginnt am | findet statt | verlegt auf | der nächste ist | von montag bis freitag
        neue öffnungszeiten | sitzung am | mehr unter
    """,
    "es": """
        a qué hora abren | a qué hora cierran | abren hoy | dónde está la tienda | dónde encuentro
        cuánto cuesta | cuánto tarda | cómo puedo | cómo cambio | cómo actualizo | cómo me registro
        qué necesito | envían a | venden | tienen | hay en | está disponible | puedo reservar | puedo usar
        puedo recoger | puedo pagar | qué talla | qué modelo | qué tren | sirve con | cuál es el número
        me pueden enviar | quisiera saber | tengo una pregunta | una consulta | abre el | empieza el
        tendrá lugar | pasa al | el próximo es | de lunes a viernes | nuevo horario | reunión el | más en
    """,
    "fr": """
        à quelle heure | quand ouvrez vous | vous fermez à | ouvert aujourd'hui | où se trouve
        où puis je trouver | combien coûte | combien de temps | comment faire | comment changer
        comment modifier | comment s'inscrire | de quoi ai je besoin | est ce que vous | livrez vous en
        vendez vous | avez vous | est ce qu'il y a | existe en | est disponible | puis je réserver | peut on
        puis je payer | quelle taille | quel modèle | quel train | quelle ligne | compatible avec
        quel est le numéro | pouvez vous m'envoyer | je voudrais savoir | j'ai une question | ouvre le
        commence le | aura lieu | est reporté à | le prochain est | du lundi au vendredi | nouveaux horaires
        réunion le | jusqu'au | plus d'infos
    """,
    "it": """
        a che ora aprite | a che ora chiudete | siete aperti oggi | dove si trova | dove trovo
        quanto costa | quanto tempo | come posso | come cambio | come aggiorno | come mi registro
        cosa serve | spedite in | vendete | avete | c'è anche | è disponibile | posso prenotare
        posso usare | posso ritirare | posso pagare | si può | quale taglia | quale modello | quale treno
        funziona con | qual è il numero | potete inviarmi | vorrei sapere | ho una domanda | apre il
        comincia il | si terrà | spostato a | il prossimo è | dal lunedì al venerdì | nuovi orari
        riunione il | fino al | altre informazioni
    """,
    "pt": """
        que horas abre | que horas fecha | estão abertos hoje | onde fica a loja | onde encontro
        quanto custa | quanto tempo demora | como posso | como faço para | como altero | como atualizo
        como me cadastro | o que preciso | enviam para | vendem | vocês têm | tem em | está disponível
        posso reservar | posso usar | posso retirar | posso pagar | qual tamanho | qual modelo | qual linha
        funciona com | qual é o número | podem me enviar | gostaria de saber | tenho uma pergunta
        uma dúvida | abre no | começa em | vai acontecer | mudou para | o próximo é | de segunda a sexta
        novo horário | reunião na | até o dia | mais informações
    """,
}


def entries() -> list[tuple[str, str, str]]:
    """(language, label, phrase) of the lists above."""
    return [
        (language, label, phrase.strip())
        for label, lists in (("negative", NEGATIVE), ("positive", POSITIVE), ("neutral", NEUTRAL))
        for language, text in lists.items()
        for phrase in text.replace("\n", "|").replace("~", " ").split("|")
        if phrase.strip()
    ]
