"""What is known about a learner's vocabulary, and of the ids that it gives."""

from ticketcourse.checks.part import Idea, Part
from ticketcourse.checks.parts.text import TOKENISE, WORDS, draw

_NEW_WORDS = ("zebra", "yoghurt", "walrus", "violin")


def _tokens(text):
    return TOKENISE.reference(set(), text)


def _build_vocabulary(wrong, texts, max_size=20_000, min_count=2):
    counts = {}
    for text in texts:
        if "last text" in wrong:
            counts = {}
        tokens = _tokens(text)
        for token in dict.fromkeys(tokens) if "texts counted" in wrong else tokens:
            counts[token] = counts.get(token, 0) + 1

    if "more than min_count" in wrong:
        min_count += 1
    words = [w for w in counts if counts[w] >= min_count or "no min_count" in wrong]
    size = max_size - 2
    if "words alone in max_size" in wrong:
        size = max_size
    elif "padding alone in max_size" in wrong:
        size = max_size - 1
    elif "no max_size" in wrong:
        size = None
    if "cut before sorting" in wrong:
        words = words[:size]
    words = _sorted(wrong, words, counts)[:size]

    if "counts" in wrong:
        return {word: counts[word] for word in words}
    first = 0 if "ids from 0" in wrong else 1 if "ids from 1" in wrong else 2
    if "ids first" in wrong:
        return {first + i: word for i, word in enumerate(words)}
    return {word: first + i for i, word in enumerate(words)}


def _sorted(wrong, words, counts):
    if "order of the texts" in wrong:
        return words
    if "alphabetical order" in wrong:
        return sorted(words)
    return sorted(words, key=lambda word: counts[word], reverse="rarest first" not in wrong)


def _counted(max_size=100, min_count=1):
    """Texts of one word each, so that counting goes wrong in few ways; all counts differ.

    The words' order is another one by count, by alphabet and in the texts.
    """

    def inputs(rng):
        a, b, c, d, e, f = sorted(draw(rng, WORDS, 6))
        texts = [d, c, a, b, f, e]
        for word, more in ((a, 1), (b, 5), (d, 3), (e, 4), (f, 2)):
            texts += [word] * more
        return texts, max_size, min_count

    return inputs


def _repeated_inside(rng):
    """The word that is the most frequent stands in the fewest texts; the last has one twice."""
    a, b, c = draw(rng, WORDS, 3)
    return [f"{a} {a} {b} {a}", f"{a} {a} {c} {a}", f"{c} {b}", f"{b} {c}", f"{c} {c}"], 100, 1


def _one_word(rng):
    """One word in all texts, in the last one twice, so that no mistakes leave it out."""
    (word,) = draw(rng, WORDS, 1)
    return [word, word, word, f"{word} {word}"], 100, 1


BUILD_VOCABULARY = Part(
    "build_vocabulary",
    "vocabulary",
    _build_vocabulary,
    {
        "counts over all texts": Idea(
            _repeated_inside,
            {
                "texts counted": "the number of texts that have a word; count every time it occurs",
                "last text": "the counts of the last text alone; go on counting from text to text",
            },
        ),
        "ids from 2": Idea(
            _one_word,
            {
                "ids from 0": "ids from 0, which stands for padding; start at 2",
                "ids from 1": "ids from 1, which stands for an unknown word; start at 2",
                "counts": "counts in place of ids; number the words from 2",
                "ids first": "a dict from id to word; make it from word to id",
            },
        ),
        "most frequent first": Idea(
            _counted(),
            {
                "rarest first": "the rarest word first; put the most frequent first",
                "alphabetical order": "the words in alphabetical order; put the most "
                "frequent first",
                "order of the texts": "the words in the order in which they occur; put the most "
                "frequent first",
            },
        ),
        "min_count": Idea(
            _counted(min_count=4),
            {
                "no min_count": "rare words too; leave out those that occur fewer than min_count "
                "times",
                "more than min_count": "no words that occur exactly min_count times; keep them, "
                "with >= for >",
            },
        ),
        "max_size": Idea(
            _counted(max_size=4),
            {
                "no max_size": "every word, however many there are; keep max_size - 2",
                "words alone in max_size": "max_size words; padding and unknown count too, which "
                "leaves max_size - 2",
                "padding alone in max_size": "max_size - 1 words; padding and unknown both count, "
                "which leaves max_size - 2",
                "cut before sorting": "the first words of the texts; sort them by count before you "
                "cut",
            },
        ),
    },
)


def _encode(wrong, text, vocabulary, max_length=None):
    if "characters" in wrong:
        text = text[:max_length]
    tokens = _tokens(text)
    if "each word once" in wrong:
        tokens = list(dict.fromkeys(tokens))
    if max_length is not None and not wrong & {"no max_length", "characters"}:
        tokens = tokens[-max_length:] if "last tokens" in wrong else tokens[:max_length]
    unknown = 0 if "unknown as padding" in wrong else None if "None" in wrong else 1
    ids = [vocabulary.get(token, unknown) for token in tokens]
    if "left out" in wrong:
        ids = [vocabulary[token] for token in tokens if token in vocabulary]
    if "padded" in wrong and max_length is not None:
        ids += [0] * (max_length - len(ids))
    return ids


def _encoded(pattern, max_length=None):
    """A text in which each digit stands for a word of the vocabulary, and ? for a new one."""

    def inputs(rng):
        words, (new,) = draw(rng, WORDS, 4), draw(rng, _NEW_WORDS, 1)
        vocabulary = dict(zip(words, (4, 2, 5, 3), strict=True))
        text = " ".join(new if sign == "?" else words[int(sign)] for sign in pattern)
        return text, vocabulary, max_length

    return inputs


ENCODE = Part(
    "encode",
    "ids",
    _encode,
    {
        "an id for each token": Idea(
            _encoded("01023"),
            {
                "each word once": "each word once; give an id for every token, also when it comes "
                "again",
            },
        ),
        "unknown words": Idea(
            _encoded("0?12"),
            {
                "left out": "no ids for unknown words; give each the id 1",
                "unknown as padding": "the id 0 for unknown words, which stands for padding; give "
                "1",
                "None": "None for unknown words; give the id 1",
            },
        ),
        "max_length": Idea(
            _encoded("012310", 3),
            {
                "no max_length": "ids of the whole text; keep the first max_length tokens",
                "last tokens": "the last tokens of the text; keep the first",
                "characters": "the text cut to max_length characters; cut the tokens",
            },
        ),
        "texts shorter than max_length": Idea(
            _encoded("201", 5),
            {"padded": "ids filled up to max_length; leave that to pad"},
        ),
    },
)


PARTS = (BUILD_VOCABULARY, ENCODE)
