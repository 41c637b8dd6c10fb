"""Scores how offensive a text is: the learned head for English, a short list of insults for other languages.

The lists hold insults that are plain in every use; slurs against groups are left to the English model, so that
the list says nothing about anybody's origin, faith or body.
"""

from segment.scoring.tokens import tokens

_LISTED = """
    arschloch arschlöcher wichser hurensohn fotze idiot idioten vollidiot vollidioten scheißkerl drecksau missgeburt
    gilipollas cabrón cabron cabrones hijoputa puta pendejo pendejos imbécil imbéciles idiota idiotas malparido hdp
    connard connards connasse salope enculé enculés abruti abrutis fdp ntm stronzo stronzi stronza coglione coglioni
    bastardo bastardi vaffanculo puttana caralho filhodaputa otário otários babaca babacas cuzão desgraçado arrombado
    chutiya madarchod behenchod bhosdike harami kamina klootzak kurwa blyat сука блядь мудак orospu कमीना हरामी चूतिया
    كلب غبي
"""
_LISTED_TOKENS = frozenset(
    token for word in _LISTED.split() for token in (*tokens(word), *tokens("#" + word))
)


def listed_offence(found: list[str]) -> float:
    """Returns 0..1 from the number of listed insults: 0 none, 0.7 one, 0.85 two, more with each."""
    if _LISTED_TOKENS.isdisjoint(found):
        return 0.0
    count = sum([token in _LISTED_TOKENS for token in found])
    return 1 - 0.3 * 0.5 ** (count - 1)
