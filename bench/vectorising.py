"""Texts to ids: our vectorizer against Keras's `TextVectorization` at its best batch size.

Keras standardises less: it makes letters small, drops punctuation and splits at spaces. Ours
remembers what it has seen, so that no ticket comes twice here: cold it has seen nothing, warm it
has seen other tickets. Keras gives arrays; the last row of ours puts its lists into one as well.
"""

from functools import partial

import tensorflow as tf
from rivals import medians, one_thread

from ticketcourse.data import generate_tickets
from ticketcourse.scratch.text import pad
from ticketcourse.vectorizer import Vectorizer

N, LENGTH, ROUNDS, SEEN = 2000, 200, 5, 10_000


def main():
    one_thread()
    import keras

    tickets = generate_tickets(SEEN + (1 + ROUNDS) * N, seed=0)
    seen = both_texts(tickets[:SEEN])
    new = [both_texts(tickets[i : i + N]) for i in range(SEEN, len(tickets), N)]
    vocabulary = Vectorizer.from_texts(seen).vocabulary
    theirs = keras.layers.TextVectorization(max_tokens=20_000, output_sequence_length=LENGTH)
    theirs.adapt(seen, batch_size=1024)

    def encode(vectorizer, texts):
        return [vectorizer.encode(text, LENGTH) for text in texts]

    def keras_batches(size, texts):
        for start in range(0, len(texts), size):
            theirs(tf.constant(texts[start : start + size]))

    def warm(vectorizer):
        encode(vectorizer, seen)
        return partial(encode, vectorizer)

    lists = warm(Vectorizer(vocabulary))
    functions = {
        "ours, cold": lambda texts: encode(Vectorizer(vocabulary), texts),
        "ours, warm": warm(Vectorizer(vocabulary)),
        "ours, warm, subwords": warm(Vectorizer.from_texts(seen, subwords=True)),
        "ours, warm, to arrays": lambda texts: pad(lists(texts)),
    }
    functions |= {
        f"Keras, batches of {size}": partial(keras_batches, size) for size in (32, 256, 1024, 4096)
    }

    def on_next_part(function):
        parts = iter(new)
        return lambda: function(next(parts))

    seconds = medians({name: on_next_part(f) for name, f in functions.items()}, ROUNDS)
    best = min(measured for name, measured in seconds.items() if name.startswith("Keras"))
    characters = sum(map(len, seen)) / SEEN
    print(f"Vectorising {N} tickets of {characters:.0f} characters on average, one thread:")
    for name, measured in seconds.items():
        print(f"  {name:<24}{N / measured:8.0f} tickets/s   ratio {best / measured:5.2f}")


def both_texts(tickets):
    return [*tickets.descriptions, *tickets.resolutions]


if __name__ == "__main__":
    main()
