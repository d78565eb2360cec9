"""Tokens, vocabulary, ids, masks and embeddings, as learners write them."""

import re
import unicodedata
from collections import Counter

import numpy as np
from learners import Answers, checked

from ticketcourse.checks.parts import PARTS

ANSWERS = Answers()
right, wrong = ANSWERS.right, ANSWERS.wrong


def with_spaces_put_in(text):
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    words = re.sub(r"[^\w'?!]|_", " ", text).replace("?", " ? ").replace("!", " ! ").split()
    tokens = []
    for word in words:
        if not word.startswith("0x"):
            word = re.sub(r"([a-z])([A-Z])", r"\1 \2", word)
            word = re.sub(r"([A-Z])([A-Z][a-z])", r"\1 \2", word)
            word = re.sub(r"(\d)(\D)", r"\1 \2", re.sub(r"(\D)(\d)", r"\1 \2", word))
        tokens += word.lower().split()
    return tokens


right("tokenise")(with_spaces_put_in)


@wrong("tokenise", {"letters and digits apart": "should be '"})
def numbers_as_int(text):  # not foreseen
    return [int(token) if token.isdigit() else token for token in with_spaces_put_in(text)]


@wrong(
    "tokenise",
    {
        "punctuation": "you have words with their punctuation, because the text is split at spaces "
        "alone; look for the words themselves.",
        "letters and digits apart": "letters and digits in one token",
        "CamelCase": "names such as SystemError in one token",
        "apostrophes and accents": "characters in several forms, such as ’ and '",
    },
)
def split_at_spaces(text):
    return text.lower().split()


@wrong(
    "tokenise",
    {
        "punctuation": "you have no tokens for ? and !; keep these two. you have tokens with an "
        "underscore in them, which \\w allows; leave it out as other punctuation.",
        "letters and digits apart": "letters and digits in one token",
        "CamelCase": "names such as SystemError in one token",
        "apostrophes and accents": "words such as don't in two tokens",
    },
)
def runs_of_w(text):
    return re.findall(r"\w+", text.lower())


@wrong("tokenise", {"CamelCase": "split them at their humps, before the letters become small."})
def small_letters_too_early(text):
    text = unicodedata.normalize("NFKC", text.lower()).replace("’", "'")
    text = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return re.findall(r"0x[0-9a-f]+|[a-zà-ÿ]+(?:'[a-z]+)?|\d+|[?!]", text)


@right("build_vocabulary")
def one_word_after_the_other(texts, max_size, min_count):
    counts = {}
    for text in texts:
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
    vocabulary = {}
    while counts and len(vocabulary) < max_size - 2:
        word = max(counts, key=counts.get)
        if counts.pop(word) >= min_count:
            vocabulary[word] = len(vocabulary) + 2
    return vocabulary


@wrong(
    "build_vocabulary",
    {
        "ids from 2": "you have ids from 0, which stands for padding; start at 2.",
        "max_size": "you have max_size words; padding and unknown count too, which leaves "
        "max_size - 2.",
    },
)
def no_room_for_padding_and_unknown(texts, max_size, min_count):
    counts = Counter(" ".join(texts).split())
    kept = [word for word, count in counts.most_common() if count >= min_count]
    return dict(zip(kept[:max_size], range(max_size), strict=False))


@wrong(
    "build_vocabulary",
    {"most frequent first": "in alphabetical order", "min_count": "rare words too"},
)
def all_words_sorted(texts, max_size, min_count):
    words = sorted({word for text in texts for word in text.split()})
    return {word: i for i, word in enumerate(words[: max_size - 2], start=2)}


@wrong("build_vocabulary", dict.fromkeys(PARTS["build_vocabulary"].ideas, "'[PAD]' should not be"))
def with_special_tokens(texts, max_size, min_count):  # not foreseen
    counts = Counter(" ".join(texts).split()).most_common(max_size - 2)
    words = ["[PAD]", "[UNK]"] + [word for word, count in counts if count >= min_count]
    return {word: i for i, word in enumerate(words)}


@right("encode")
def word_by_word(text, vocabulary, max_length=None):
    ids = []
    for word in text.split():
        if len(ids) != max_length:
            ids.append(vocabulary.get(word, 1))
    return ids


@wrong(
    "encode",
    {
        "unknown words": "you have no ids for unknown words; give each the id 1.",
        "max_length": "you have the last tokens of the text; keep the first.",
    },
)
def known_words_from_the_end(text, vocabulary, max_length=None):
    ids = [vocabulary[word] for word in text.split() if word in vocabulary]
    return ids[-max_length:] if max_length else ids


@wrong("encode", {"texts shorter than max_length": "filled up to max_length; leave that to pad."})
def padded_at_once(text, vocabulary, max_length=None):
    ids = [vocabulary.get(word, 1) for word in text.split()]
    return ids if max_length is None else (ids + [0] * max_length)[:max_length]


@wrong("encode", {"unknown words": "stops with a KeyError in "})
def no_unknown_words(text, vocabulary, max_length=None):
    return [vocabulary[word] for word in text.split()[:max_length]]


@right("merge_pair")
def with_a_stack(pieces, pair):
    done = []
    for piece in pieces:
        if done and (done[-1], piece) == pair:
            done[-1] = "".join(pair)
        else:
            done.append(piece)
    return done


@wrong("merge_pair", {"pieces of several letters": "item 0 is"})
def replaced_in_the_word(pieces, pair):  # and cut again by letters
    first, second = pair
    marked = "".join(pieces).replace(first + second, "*")
    return [first + second if sign == "*" else sign for sign in marked]


@wrong(
    "merge_pair",
    {
        "joins the pair": "you have the second piece of the pair once more after the pair; go on "
        "behind it.",
    },
)
def not_skipped(pieces, pair):
    return [a + b if (a, b) == pair else a for a, b in zip(pieces, [*pieces[1:], ""], strict=True)]


@wrong("merge_pair", {"wherever it stands": "you have the first place joined alone; "})
def only_the_first(pieces, pair):
    for i in range(len(pieces) - 1):
        if (pieces[i], pieces[i + 1]) == pair:
            return [*pieces[:i], pieces[i] + pieces[i + 1], *pieces[i + 2 :]]
    return pieces


@right("pad")
def nested_lists(sequences):
    T = max([len(sequence) for sequence in sequences] + [1])
    return [sequence + [0] * (T - len(sequence)) for sequence in sequences]


@wrong(
    "pad",
    {
        "padding on the right": "you have padding on the left; put it after the tokens.",
        "texts without any tokens": "an array without columns",
    },
)
def on_the_left(sequences):
    T = max(len(sequence) for sequence in sequences)
    ids = np.zeros((len(sequences), T), dtype=int)
    for row, sequence in zip(ids, sequences, strict=True):
        row[T - len(sequence) :] = sequence
    return ids


@wrong(
    "pad",
    {
        "as long as the longest": "`length_of_the_first` stops with a ValueError",
        "texts without any tokens": "an array without columns",
    },
)
def length_of_the_first(sequences):
    ids = np.zeros((len(sequences), len(sequences[0])), dtype=int)
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence
    return ids


@right("token_mask")
def not_below_1(ids):
    return np.logical_not(ids < 1)


@wrong("token_mask", {"True where a token is real": "you have True at the padding; "})
def where_the_padding_is(ids):
    return np.where(ids == 0, True, False)


@wrong("token_mask", {"unknown words are real": "you have False at unknown words, whose id is 1; "})
def known_words(ids):
    return ids >= 2


@right("embedding")
def one_hot_product(ids, E):
    return np.eye(len(E))[ids] @ E


@wrong("embedding", dict.fromkeys(PARTS["embedding"].ideas, "stops with a ValueError"))
def row_by_row(ids, E):
    X = np.zeros((len(ids), E.shape[1]))
    for i, text in enumerate(ids):
        X[i] = E[text]
    return X


@wrong("embedding", {"the row of each id": "you have the row before the right one; "})
def counted_from_1(ids, E):
    return np.array([[E[i - 1] for i in text] for text in ids])


@wrong("embedding", {"one vector for each token": "you have the mean of each text; "})
def one_vector_for_each_text(ids, E):
    return E[ids].sum(axis=1) / ids.shape[1]


@right("embedding_backward")
def one_hot_product_transposed(dX, ids, E):
    V, d = E.shape
    return np.eye(V)[ids.ravel()].T @ dX.reshape(-1, d)


@wrong(
    "embedding_backward",
    {
        "ids that occur several times": "you have only one gradient of an id that occurs several "
        "times; add them all up, as np.add.at does.",
    },
)
def added_once(dX, ids, E):
    dE = np.zeros(E.shape)
    dE[ids] += dX
    return dE


@wrong(
    "embedding_backward",
    {
        "each gradient at its row": "you have a mean over the texts; ",
        "ids that do not occur": "you have the gradients added to E itself; start from zeros.",
    },
)
def mean_added_to_E(dX, ids, E):
    dE = E + 0
    np.add.at(dE, ids, dX / len(ids))
    return dE


@wrong("embedding_backward", dict.fromkeys(PARTS["embedding_backward"].ideas, "dE: "))
def sign_turned(dX, ids, E):  # not foreseen
    dE = np.zeros_like(E)
    np.subtract.at(dE, ids, dX)
    return dE


@right("one_hot")
def compared_with_every_id(ids, V):
    return (ids[..., None] == np.arange(V)).astype(int)


@wrong("one_hot", {"V columns": "you have as many columns as the largest id needs; "})
def largest_id(ids, V):
    return np.eye(ids.max() + 1)[ids]


@wrong("one_hot", {"a single 1": "one column too early", "a row for each token": "on the last"})
def counted_from_1_and_turned(ids, V):
    rows = np.zeros((len(ids), V, ids.shape[1]))
    for i, t in np.ndindex(ids.shape):
        rows[i, ids[i, t] - 1, t] = 1
    return rows


@wrong("one_hot", dict.fromkeys(PARTS["one_hot"].ideas, "rows: "))
def plus_and_minus_1(ids, V):  # not foreseen
    return 2 * np.eye(V)[ids] - 1


@wrong("pad", {"padding on the right": "ids that are floats"})
def floats(sequences):
    ids = np.zeros((len(sequences), max([1, *map(len, sequences)])))
    for row, sequence in zip(ids, sequences, strict=True):
        row[: len(sequence)] = sequence
    return ids


@wrong("token_mask", {"True where a token is real": "the numbers 1 and 0"})
def ones_and_zeros(ids):
    return np.where(ids == 0, 0, 1)


@right("build_vocabulary")
def numpys_ids(texts, max_size=20_000, min_count=2):
    vocabulary = PARTS["build_vocabulary"].reference(set(), texts, max_size, min_count)
    return dict(zip(vocabulary, np.arange(2, 2 + len(vocabulary)), strict=True))


@wrong("tokenise", {"small letters": "tokens: has 3 items and should have 4."})
def each_token_once(text):  # not foreseen
    return list(dict.fromkeys(PARTS["tokenise"].reference(set(), text)))


@wrong("embedding", {"the row of each id": "zeros for padding"})
def zeros_for_padding(ids, E):
    return E[ids] * (ids > 0)[:, :, None]


@wrong("embedding_backward", {"each gradient at its row": "zeros in row 0"})
def padding_not_trained(dX, ids, E):
    dE = np.zeros_like(E)
    np.add.at(dE, ids, dX)
    dE[0] = 0
    return dE


@wrong("embedding_backward", dict.fromkeys(PARTS["embedding_backward"].ideas, "dE: expected the "))
def rows_up_to_the_largest_id(dX, ids, E):  # not foreseen
    dE = np.zeros((ids.max() + 1, E.shape[1]))
    np.add.at(dE, ids, dX)
    return dE


@wrong("one_hot", {"a single 1": "zeros for id 0"})
def no_1_for_padding(ids, V):
    return np.eye(V)[ids] * (ids > 0)[:, :, None]


@wrong("one_hot", {"a row for each token": "you have one row for each text; give one"})
def words_of_each_text(ids, V):
    return np.eye(V)[ids].max(axis=1)


@wrong("embedding", {"one vector for each token": "one list of the vectors of all texts"})
def all_tokens_in_one_list(ids, E):
    return E[ids.ravel()]


@wrong("embedding", {"one vector for each token": "the vectors of a text in one row"})
def vectors_in_one_row(ids, E):
    return E[ids].reshape(len(ids), -1)


@wrong("one_hot", {"a row for each token": "one list of the rows of all texts"})
def all_rows_in_one_list(ids, V):
    return np.eye(V)[ids.ravel()]


@wrong("one_hot", {"V columns": "a column more than V"})
def a_column_more(ids, V):
    return np.eye(V + 1)[ids]


test_right_answers, test_wrong_answers = checked(ANSWERS)
