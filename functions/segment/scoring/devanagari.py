"""Hindi in Devanagari, respelled as Hindi writers type it in Latin letters.

The labelled Hindi posts are in Latin letters ("bahut accha hai"), as most of Hindi on social platforms. Respelling
lets the same weights read Devanagari. Vowel length is dropped, as typists drop it, and so is the vowel "a" that
is written but not said at the end of a word.
"""

import re

_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h".split(),
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", "a aa i ee u oo ri e ai o au o e".split(), strict=True))
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", "a i i u u ri e ai o au o e".split(), strict=True))
_NASALS = {"ं": "n", "ँ": "n", "ः": "h"}
_VIRAMA, _NUKTA = "्", "़"
_NUKTA_LETTERS = {"ज": "z", "फ": "f", "ड": "d", "ढ": "dh", "क": "q", "ख": "kh", "ग": "g"}
_WORDS = re.compile("[\u0900-\u0963\u0966-\u097f]+")
_words, _found, _any = _WORDS.sub, _WORDS.finditer, _WORDS.search


def romanised(text: str) -> str:
    """Returns `text` with each Devanagari word in Latin letters; everything else stays."""
    return _words(_respell, text)


def as_written(text: str, words: tuple[tuple[str, float], ...]) -> tuple[tuple[str, float], ...]:
    """Returns `words` with respelled ones as they stand in `text`: an agent is shown what the person wrote."""
    if text.isascii() or not _any(text):
        return words
    written = {_respell(match): match[0] for match in _found(text)}
    return tuple([(written.get(word, word), weight) for word, weight in words])


def _respell(match: re.Match[str]) -> str:
    word = match[0]
    parts: list[str] = []
    for index, letter in enumerate(word):
        if letter in _CONSONANTS:
            following = word[index + 1 : index + 2]
            respelled = _CONSONANTS[letter]
            if following == _NUKTA:
                respelled = _NUKTA_LETTERS.get(letter, respelled)
                following = word[index + 2 : index + 3]
            parts.append(respelled if following in _SIGNS or following in (_VIRAMA, "") else respelled + "a")
        else:
            parts.append(_VOWELS.get(letter) or _SIGNS.get(letter) or _NASALS.get(letter, ""))
    return "".join(parts)
