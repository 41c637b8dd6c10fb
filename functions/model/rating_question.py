"""The question how content somebody is, in the 27 languages that we understand; a brand's own words go before it."""

FACES = "😡 🙁 😐 🙂 😍"
STARS, EMOJI = "stars", "emoji"

QUESTIONS: dict[str, tuple[str, str]] = {
    "ar": ("كيف كانت خدمتنا؟ يُرجى الرد برقم من 1 (سيئة) إلى 5 (ممتازة).",
           "كيف كانت خدمتنا؟ يُرجى الرد بأحد هذه الوجوه:"),
    "cs": ("Jak jste byli spokojeni? Odpovězte prosím číslem od 1 (špatně) do 5 (skvěle).",
           "Jak jste byli spokojeni? Odpovězte prosím jedním z těchto obrázků:"),
    "da": ("Hvordan klarede vi det? Svar venligst med et tal fra 1 (dårligt) til 5 (fantastisk).",
           "Hvordan klarede vi det? Svar venligst med en af disse:"),
    "de": ("Wie waren wir? Bitte antworten Sie mit einer Zahl von 1 (schlecht) bis 5 (sehr gut).",
           "Wie waren wir? Bitte antworten Sie mit einem dieser Zeichen:"),
    "el": ("Πώς τα πήγαμε; Απαντήστε με έναν αριθμό από το 1 (κακά) έως το 5 (άριστα).",
           "Πώς τα πήγαμε; Απαντήστε με ένα από αυτά:"),
    "en": ("How did we do? Please answer with a number from 1 (poor) to 5 (great).",
           "How did we do? Please answer with one of these:"),
    "es": ("¿Qué tal lo hicimos? Responda con un número del 1 (mal) al 5 (muy bien).",
           "¿Qué tal lo hicimos? Responda con uno de estos:"),
    "fi": ("Miten onnistuimme? Vastaa numerolla 1 (huonosti) – 5 (erinomaisesti).",
           "Miten onnistuimme? Vastaa yhdellä näistä:"),
    "fr": ("Comment nous en sommes-nous sortis ? Répondez par un chiffre de 1 (mal) à 5 (très bien).",
           "Comment nous en sommes-nous sortis ? Répondez par l’un de ces visages :"),
    "he": ("איך היה השירות שלנו? נא להשיב במספר מ-1 (גרוע) עד 5 (מצוין).", "איך היה השירות שלנו? נא להשיב באחד מאלה:"),
    "hi": ("हमारी सेवा कैसी रही? कृपया 1 (खराब) से 5 (बहुत अच्छी) तक की संख्या से उत्तर दें।",
           "हमारी सेवा कैसी रही? कृपया इनमें से किसी एक से उत्तर दें:"),
    "hu": ("Mennyire volt elégedett? Kérjük, válaszoljon egy számmal 1 (rossz) és 5 (kiváló) között.",
           "Mennyire volt elégedett? Kérjük, válaszoljon ezek egyikével:"),
    "id": ("Bagaimana layanan kami? Balas dengan angka dari 1 (buruk) sampai 5 (sangat baik).",
           "Bagaimana layanan kami? Balas dengan salah satu dari ini:"),
    "it": ("Come è andata? Risponda con un numero da 1 (male) a 5 (ottimo).",
           "Come è andata? Risponda con uno di questi:"),
    "ja": ("対応はいかがでしたか。1（悪い）から5（とても良い）の数字でお答えください。",
           "対応はいかがでしたか。次のいずれかでお答えください："),
    "ko": ("저희 응대는 어떠셨나요? 1(나쁨)부터 5(매우 좋음)까지의 숫자로 답해 주세요.",
           "저희 응대는 어떠셨나요? 다음 중 하나로 답해 주세요:"),
    "nl": ("Hoe deden we het? Antwoord met een cijfer van 1 (slecht) tot 5 (geweldig).",
           "Hoe deden we het? Antwoord met een van deze:"),
    "pl": ("Jak nam poszło? Prosimy odpowiedzieć liczbą od 1 (źle) do 5 (świetnie).",
           "Jak nam poszło? Prosimy odpowiedzieć jednym z tych znaków:"),
    "pt": ("Como nos saímos? Responda com um número de 1 (mal) a 5 (ótimo).",
           "Como nos saímos? Responda com um destes:"),
    "ro": ("Cum ne-am descurcat? Răspundeți cu un număr de la 1 (slab) la 5 (excelent).",
           "Cum ne-am descurcat? Răspundeți cu unul dintre acestea:"),
    "ru": ("Как мы справились? Ответьте, пожалуйста, числом от 1 (плохо) до 5 (отлично).",
           "Как мы справились? Ответьте, пожалуйста, одним из этих значков:"),
    "sv": ("Hur skötte vi oss? Svara med en siffra från 1 (dåligt) till 5 (mycket bra).",
           "Hur skötte vi oss? Svara med en av dessa:"),
    "th": ("เราให้บริการเป็นอย่างไรบ้าง โปรดตอบด้วยตัวเลข 1 (แย่) ถึง 5 (ดีมาก)",
           "เราให้บริการเป็นอย่างไรบ้าง โปรดตอบด้วยหนึ่งในนี้:"),
    "tr": ("Hizmetimiz nasıldı? Lütfen 1 (kötü) ile 5 (çok iyi) arasında bir sayıyla yanıtlayın.",
           "Hizmetimiz nasıldı? Lütfen bunlardan biriyle yanıtlayın:"),
    "uk": ("Як ми впоралися? Будь ласка, дайте відповідь числом від 1 (погано) до 5 (чудово).",
           "Як ми впоралися? Будь ласка, дайте відповідь одним із цих знаків:"),
    "vi": ("Chúng tôi phục vụ thế nào? Vui lòng trả lời bằng một số từ 1 (kém) đến 5 (rất tốt).",
           "Chúng tôi phục vụ thế nào? Vui lòng trả lời bằng một trong các biểu tượng này:"),
    "zh": ("您对我们的服务满意吗？请用数字 1（差）到 5（很好）回复。", "您对我们的服务满意吗？请用以下表情之一回复："),
}  # fmt: skip
"""Language -> how it is asked for a number, and for a face."""


def find_question(style: str, *languages: str | None) -> str:
    """Returns the question in the first of these languages that has one, else in English."""
    codes = ((each or "").replace("_", "-").partition("-")[0].lower() for each in languages)
    number, face = QUESTIONS[next((each for each in codes if each in QUESTIONS), "en")]
    return number if style == STARS else f"{face} {FACES}"
