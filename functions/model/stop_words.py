"""Words with which people say that they want no more advertising, in the 27 languages that we understand.

A message counts only where it is nothing but such a word: whoever writes "stop sending me broken parcels" wants help.
"""

import unicodedata

STOP_WORDS: dict[str, tuple[str, ...]] = {
    "ar": ("توقف", "إيقاف", "الغاء الاشتراك", "إلغاء الاشتراك", "أوقف"),
    "cs": ("odhlásit", "zastavit", "ukončit odběr", "odhlasit"),
    "da": ("afmeld", "stop venligst", "frameld"),
    "de": ("abmelden", "abbestellen", "stopp", "keine werbung", "austragen"),
    "el": ("διακοπή", "διαγραφή", "σταμάτα", "τέλος", "κατάργηση εγγραφής"),
    "en": ("stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "opt-out", "end", "quit", "cancel",
           "stop please", "please stop", "no more ads", "remove me"),
    "es": ("parar", "baja", "darme de baja", "alto", "cancelar suscripción", "no más publicidad"),
    "fi": ("lopeta", "peruuta tilaus", "ei mainoksia", "poistu"),
    "fr": ("arrêt", "arrêter", "arret", "désabonner", "me désabonner", "désinscription", "plus de publicité"),
    "he": ("הסר", "הפסק", "עצור", "להסרה", "ביטול הרשמה"),
    "hi": ("रोकें", "बंद करें", "सदस्यता समाप्त करें", "रुकें", "बंद करो"),
    "hu": ("leiratkozás", "leiratkozom", "állj", "leállítás"),
    "id": ("berhenti", "berhenti berlangganan", "hentikan"),
    "it": ("ferma", "disiscrivi", "disiscrivimi", "annulla iscrizione", "basta pubblicità", "cancellami"),
    "ja": ("停止", "配信停止", "解除", "ストップ", "登録解除", "退会"),
    "ko": ("중지", "수신거부", "수신 거부", "그만", "구독취소", "구독 취소"),
    "nl": ("afmelden", "uitschrijven", "stoppen", "geen reclame"),
    "pl": ("rezygnuję", "rezygnacja", "wypisz", "wypisz mnie", "koniec"),
    "pt": ("pare", "cancelar inscrição", "descadastrar", "sair", "remover"),
    "ro": ("opriți", "oprește", "dezabonare", "dezabonează"),
    "ru": ("стоп", "отписаться", "отписка", "отпишите меня", "отменить подписку"),
    "sv": ("avregistrera", "avsluta", "stoppa", "ingen reklam", "sluta"),
    "th": ("หยุด", "ยกเลิก", "ยกเลิกการสมัคร", "เลิกติดตาม"),
    "tr": ("dur", "durdur", "abonelikten çık", "iptal", "ret"),
    "uk": ("відписатися", "відписка", "зупинити", "відпишіть мене"),
    "vi": ("dừng", "ngừng", "hủy đăng ký", "huỷ đăng ký", "từ chối"),
    "zh": ("停止", "退订", "取消订阅", "退訂", "取消訂閱", "td"),
}  # fmt: skip
"""Language -> words. "Stop" is understood everywhere."""
LONGEST = 60


def says_stop(text: str | None) -> bool:
    """Returns whether a message is a stop word and nothing else, in whichever language."""
    return text is not None and len(text) <= LONGEST and _plain(text) in _ALL


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i")  # Turkish capitals have no dot
    # A combining mark at the end is a letter's, not a sign around the word.
    while folded and unicodedata.category(folded[0])[0] not in "LMN":
        folded = folded[1:]
    while folded and unicodedata.category(folded[-1])[0] not in "LMN":
        folded = folded[:-1]
    return " ".join(folded.split())


_ALL = frozenset(_plain(word) for words in STOP_WORDS.values() for word in words)
