"""What is known about a learner's tokenise."""

import re
import unicodedata

from ticketcourse.checks.part import Idea, Part

WORDS = (
    "account", "backup", "cable", "disk", "email", "folder", "guest", "invoice", "keyboard",
    "laptop", "monitor", "network", "password", "printer", "router", "screen", "ticket", "update",
)  # fmt: skip
_ACRONYMS = ("HTTP", "SQL", "VPN", "DNS")
_SHORT = ("don't", "can't", "won't", "isn't")
_ACCENTED = ("café", "naïve", "déjà", "résumé")

_HEXADECIMAL = "0x[0-9a-fA-F]+"
_LETTERS = r"[^\W\d_]+"


def draw(rng, words, count):
    """As many different words of a stock."""
    return [str(word) for word in rng.choice(words, count, replace=False)]


def _tokenise(wrong, text):
    if not wrong & {"no normal form", "as they come"}:
        text = unicodedata.normalize("NFC" if "NFC" in wrong else "NFKC", text)
    if not wrong & {"curly apostrophe", "as they come"}:
        text = text.replace("’", "'")
    if "apostrophe dropped" in wrong:
        text = text.replace("'", "")
    words = text.split() if "split at spaces" in wrong else re.findall(_word(wrong), text)
    tokens = [token for word in words for token in _tokens(wrong, word)]
    if "no small letters" in wrong:
        return tokens
    if "capital letters" in wrong:
        return [token.upper() for token in tokens]
    if "capitals in codes" in wrong:
        return [token if token.startswith("0x") else token.lower() for token in tokens]
    return [token.lower() for token in tokens]


def _word(wrong):
    """The pattern of a word, which may still have several tokens in it, or of one sign."""
    characters = r"\w" if "underscore" in wrong else r"[^\W_]"
    word = f"{characters}+"
    if "apostrophe splits" not in wrong:
        word += f"(?:'{_LETTERS})?"
    if "all punctuation" in wrong:
        return word + r"|[^\w\s]"
    return word if "no ? and !" in wrong else word + "|[?!]"


def _tokens(wrong, word):
    """The tokens in a word: a code whole, anything else in pieces."""
    is_code = re.fullmatch(_HEXADECIMAL, word) and "codes apart" not in wrong
    if is_code and not ("codes as CamelCase" in wrong and word[2].isupper()):
        return [word]
    pieces = r"\d+|\D+"
    if "letters with digits" in wrong:
        pieces = ".+"
    elif "digits dropped" in wrong:
        pieces = r"\D+"
    elif "digit by digit" in wrong:
        pieces = r"\d|\D+"
    return [hump for piece in re.findall(pieces, word) for hump in _humps(wrong, piece)]


def _humps(wrong, piece):
    """SystemError in its two parts, and HTTPServer in its two."""
    if "whole names" in wrong:
        return [piece]
    if "every capital" in wrong:
        return re.split("(?<=.)(?=[A-Z])", piece)
    after_small = "(?<=[a-z])(?=[A-Z])"
    if "acronyms" in wrong:
        return re.split(after_small, piece)
    return re.split(after_small + "|(?<=[A-Z])(?=[A-Z][a-z])", piece)


def _with_capitals(rng):
    first, second, third = draw(rng, WORDS, 3)
    return (f"{first.capitalize()} {second} {third.upper()} {second}",)


def _with_punctuation(rng):
    first, second, third, fourth, fifth, sixth = draw(rng, WORDS, 6)
    return (f"{first}, {second}-{third}: {fourth}_{fifth}? ({sixth}!).",)


def _with_digits(rng):
    first, second, third = draw(rng, WORDS, 3)
    return (f"{first}{rng.integers(10, 99)} {second} {rng.integers(100, 999)}{third}",)


def _with_names(rng):
    first, second, third, fourth = (word.capitalize() for word in draw(rng, WORDS, 4))
    (acronym,) = draw(rng, _ACRONYMS, 1)
    return (f"{first}{second} {acronym}{third}{fourth}",)


def _with_codes(rng):
    (word,) = draw(rng, WORDS, 1)
    first, second = rng.integers(10**6, 10**7, 2)
    return (f"0x8{first} {word} 0xC{second}A",)


def _with_forms(rng):
    straight, curly = draw(rng, _SHORT, 2)
    (accented,), (word,) = draw(rng, _ACCENTED, 1), draw(rng, WORDS, 1)
    curly, accented = curly.replace("'", "’"), unicodedata.normalize("NFD", accented)
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in word)
    return (f"{straight} {accented} {curly} {full_width}",)


TOKENISE = Part(
    "tokenise",
    "tokens",
    _tokenise,
    {
        "small letters": Idea(
            _with_capitals,
            {
                "no small letters": "tokens with capital letters, which makes two words of one; "
                "write the text in small letters",
                "capital letters": "tokens in capital letters; write the text in small letters",
            },
        ),
        "punctuation": Idea(
            _with_punctuation,
            {
                "split at spaces": "words with their punctuation, because the text is split at "
                "spaces alone; look for the words themselves",
                "all punctuation": "a token for every punctuation mark; keep ? and ! and leave the "
                "others out",
                "no ? and !": "no tokens for ? and !; keep these two",
                "underscore": "tokens with an underscore in them, which \\w allows; leave it out "
                "as other punctuation",
            },
        ),
        "letters and digits apart": Idea(
            _with_digits,
            {
                "letters with digits": "letters and digits in one token; end the token where one "
                "meets the other",
                "digits dropped": "no tokens for digits; keep each number",
                "digit by digit": "a token for each digit; keep the digits of a number together",
            },
        ),
        "CamelCase": Idea(
            _with_names,
            {
                "whole names": "names such as SystemError in one token; split them at their humps, "
                "before the letters become small",
                "acronyms": "names such as HTTPServer in one token; split also before the last "
                "capital when a small letter follows it",
                "every capital": "a split before every capital, which takes HTTP to pieces; split "
                "where a small letter stands before the capital or after it",
            },
        ),
        "hexadecimal codes": Idea(
            _with_codes,
            {
                "codes apart": "codes such as 0x80070005 in pieces; keep them whole",
                "codes as CamelCase": "codes such as 0xC000021A split like a name after the x; "
                "keep them whole",
                "capitals in codes": "capital letters in codes; write them in small letters too",
            },
        ),
        "apostrophes and accents": Idea(
            _with_forms,
            {
                "apostrophe splits": "words such as don't in two tokens; let a word have one "
                "apostrophe inside",
                "apostrophe dropped": "words such as don't without their apostrophe; keep it",
                "curly apostrophe": "the apostrophe ’ treated unlike '; replace it by ' first",
                "NFC": "full-width letters left as they are; use NFKC, not NFC",
                "no normal form": "characters in several forms, such as é in one character or two; "
                "bring the text to NFKC first",
                "as they come": "characters in several forms, such as ’ and ', or é in one "
                "character or two; replace ’ by ' and bring the text to NFKC first",
            },
        ),
    },
)
PARTS = (TOKENISE,)
