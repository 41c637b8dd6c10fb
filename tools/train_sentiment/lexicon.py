"""Plain words of praise and blame in the languages with few labelled posts, written for this project.

Two thousand posts a language leave out most of what customers say. Each entry here is trained as a text of one
word or phrase, beside the phrases of `segment/scoring/cues.py` that are said in anger or in thanks.
"""

from segment.scoring import cues

POSITIVE = {
    "de": """
        gut | super | toll | klasse | prima | spitze | großartig | hervorragend | fantastisch | wunderbar | wunderschön
        perfekt | genial | geil | lecker | schön | freundlich | nett | hilfsbereit | schnell | zuverlässig | zufrieden
        sehr zufrieden | glücklich | froh | begeistert | freue mich | empfehlenswert | empfehle ich | liebe | ich liebe
        danke | vielen dank | herzlichen dank | kompetent | einwandfrei | reibungslos | angenehm | lustig | süß | stark
        gelungen | beste | der beste | die besten | top | mega | hammer | günstig | gerne wieder | alles bestens
        klappt super | beeindruckend | liebevoll | gefällt mir | endlich wieder | vorfreude | läuft | ehrlich | fair
    """,
    "es": """
        bueno | buena | buenísimo | genial | excelente | estupendo | fantástico | maravilloso | perfecto | increíble
        bonito | precioso | hermoso | rico | delicioso | amable | atento | rápido | fiable | contento | contenta | feliz
        encantado | encantada | me encanta | me gusta | te quiero | amo | adoro | recomiendo | recomendable | gracias
        muchas gracias | mejor | el mejor | la mejor | divertido | guapa | guapo | felicidades | enhorabuena | bien
        muy bien | satisfecho | satisfecha | eficaz | impecable | barato | alegría | ilusión | crack | top | bravo
    """,
    "fr": """
        bon | bonne | super | génial | excellent | formidable | fantastique | merveilleux | parfait | incroyable | beau
        belle | magnifique | délicieux | gentil | aimable | rapide | fiable | content | contente | heureux | heureuse
        ravi | ravie | j'adore | j'aime | adore | je recommande | recommande | merci | merci beaucoup | meilleur
        la meilleure | drôle | félicitations | bravo | bien | très bien | satisfait | satisfaite | efficace
        impeccable | top | joli | sympa | chouette | plaisir | hâte | au top | nickel | réussi
    """,
    "it": """
        buono | buona | ottimo | ottima | eccellente | stupendo | fantastico | meraviglioso | perfetto | incredibile
        bello | bella | bellissimo | bellissima | buonissimo | gentile | disponibile | veloce | affidabile | contento
        contenta | felice | adoro | amo | mi piace | consiglio | consigliato | grazie | grazie mille | migliore
        il migliore | divertente | complimenti | auguri | bravo | bravi | bravissimi | bene | benissimo | soddisfatto
        soddisfatta | efficiente | impeccabile | top | simpatico | splendido | super | geniale | grande | delizioso
    """,
    "pt": """
        bom | boa | ótimo | ótima | excelente | maravilhoso | maravilhosa | fantástico | perfeito | perfeita | incrível
        lindo | linda | gostoso | delicioso | gentil | atencioso | rápido | confiável | contente | feliz | adoro | amo
        amei | adorei | gosto | recomendo | obrigado | obrigada | muito obrigado | melhor | o melhor | a melhor
        divertido | parabéns | bem | muito bem | satisfeito | satisfeita | eficiente | impecável | top | legal | show
        demais | fofo | fofa | sensacional | massa | barato | prático | alegria
    """,
    "hi": """
        accha | acha | achha | achchha | bahut accha | badhiya | badiya | shandar | zabardast | mast | pyar | pyara
        khush | khushi | dhanyavad | shukriya | sundar | behtareen | kamaal | lajawab | swadisht | maza aa gaya | maza
        sahi hai | jeet | mubarak | pasand | behtar | santusht
    """,
    "ar": """
        جيد | جيدة | ممتاز | ممتازة | رائع | رائعة | جميل | جميلة | حلو | حلوة | شكرا | شكراً | سعيد | سعيدة | احب | أحب
        احبكم | افضل | أفضل | مبروك | سريع | محترم | محترمين | روعة | ممتازين | انصح | يعطيكم العافية | الله يسعدكم
        تسلم | مبدع | مبدعين | خدمة ممتازة
    """,
}

NEGATIVE = {
    "de": """
        schlecht | sehr schlecht | schlechter | mies | miserabel | furchtbar | schrecklich | grauenhaft | katastrophe
        katastrophal | scheiße | scheiss | mist | dreck | der letzte dreck | saftladen | müll | schrott | ätzend | nervt
        nervig | ärgerlich | ärgere mich | wütend | sauer | stinksauer | enttäuscht | enttäuschend | enttäuschung
        unfreundlich | unfähig | inkompetent | unzuverlässig | langsam | teuer | zu teuer | überteuert | kaputt | defekt
        betrug | betrüger | abzocke | frechheit | unverschämt | lächerlich | peinlich | traurig | leider | hasse
        ich hasse | zum kotzen | kotzt mich an | schnauze voll | die schnauze voll | genug | unmöglich | inakzeptabel
        unterirdisch | schlimm | schlimmste | verspätung | verspätet | ausfall | problem | probleme | fehler
        beschwerde
        reklamation | geht gar nicht | nie wieder | keine antwort | warte seit | seit wochen | seit tagen | geld zurück
        will mein geld zurück | mangelhaft | unverständlich | verarschen | verarscht | langweilig | krank | nutzlos
        sinnlos | beschissen | kündige | anwalt | funktioniert nicht | niemand antwortet | schlechter service
    """,
    "es": """
        malo | mala | malísimo | pésimo | pésima | horrible | terrible | fatal | asco | asqueroso | mierda | basura
        vergüenza | vergonzoso | enfadado | enojado | harto | harta | decepcionado | decepcionada | decepción
        decepcionante | lento | caro | carísimo | roto | estafa | estafadores | ladrones | robo | inútil | inútiles
        incompetentes | ridículo | triste | odio | peor | el peor | lo peor | problema | problemas | error | queja
        reclamación | inaceptable | retraso | nunca más | no funciona | no sirve | nadie responde | llevo semanas
        sigo esperando | devuélvanme | mentirosos | maleducados | aburrido | lamentable | desastre | fracaso
    """,
    "fr": """
        mauvais | mauvaise | nul | nulle | horrible | affreux | terrible | catastrophe | catastrophique | merde | pourri
        dégueulasse | honte | honteux | scandaleux | inadmissible | inacceptable | énervé | furieux | en colère | marre
        ras le bol | déçu | déçue | décevant | déception | lent | cher | trop cher | cassé | arnaque | arnaqueurs
        voleurs | incompétent | incompétents | ridicule | triste | déteste | je déteste | pire | le pire | problème
        problèmes | erreur | réclamation | retard | plus jamais | ne marche pas | aucune réponse | toujours pas
        personne ne répond | malheureusement | ennuyeux | lamentable | insupportable | impoli | désastre
    """,
    "it": """
        cattivo | brutto | brutta | pessimo | pessima | orribile | terribile | schifo | schifoso | merda | vergogna
        vergognoso | vergognosi | scandaloso | inaccettabile | arrabbiato | incazzato | stufo | stufa | deluso | delusa
        deludente | delusione | lento | caro | troppo caro | rotto | truffa | truffatori | ladri | incompetenti
        ridicolo | ridicoli | triste | odio | peggio | peggiore | il peggiore | problema | problemi | errore | reclamo
        ritardo | mai più | non funziona | nessuna risposta | nessuno risponde | purtroppo | noioso | disastro
        maleducati | inutile | inutili | scadente
    """,
    "pt": """
        ruim | péssimo | péssima | horrível | terrível | lixo | merda | bosta | vergonha | vergonhoso | absurdo
        inaceitável | irritado | irritada | puto | cansado | cansada | decepcionado | decepcionada | decepção
        decepcionante | lento | caro | quebrado | golpe | ladrões | roubo | incompetentes | ridículo | triste | odeio
        odiei | pior | o pior | a pior | problema | problemas | erro | reclamação | atraso | atrasado | nunca mais
        não funciona | ninguém responde | não chegou | infelizmente | chato | descaso | desrespeito | palhaçada
        desastre | inútil | mentira | estressado | raiva
    """,
    "hi": """
        bura | buri | bekar | bakwas | kharab | bahut kharab | ghatiya | ganda | wahiyat | nafrat | gussa | dukh | dukhi
        pareshan | pareshani | dhokha | chor | jhooth | jhoota | galat | bekaar | nahi chahiye | paisa barbad | harami
        sharam | sharm | haar | nirash | fraud | mar gaya
    """,
    "ar": """
        سيء | سيئ | سيئة | سيئه | زفت | اسوأ | أسوأ | اسوء | خايس | فاشل | فاشلة | حزين | حزينة | غاضب | اكره | أكره
        للأسف | للاسف | مشكلة | مشكله | نصب | نصابين | حرامية | كذب | كذابين | تأخير | تاخير | غالي | خربان | عطل
        لا يعمل | ما يشتغل | خدمة سيئة | مقرف | قرف | ظلم | مستحيل | تعبت | زبالة | حسبي الله
    """,
}


def entries() -> list[tuple[str, str]]:
    """(label, phrase) of the lists above and of the cues that are said in anger or in thanks."""
    angry = [*NEGATIVE.values(), cues.INTENTS["complaint"]]
    glad = [*POSITIVE.values(), cues.INTENTS["praise"], cues.INTENTS["thanks"]]
    return [
        (label, phrase.strip())
        for label, lists in (("negative", angry), ("positive", glad))
        for text in lists
        for phrase in text.replace("\n", "|").replace("~", " ").split("|")
        if phrase.strip()
    ]
