"""Texts to ids: our vectorizer against Keras's `TextVectorization` at its best batch size.

Keras standardises less: it makes letters small, drops punctuation and splits at spaces. Ours
remembers what it has seen, so that no ticket comes twice here: cold it has seen nothing, warm it
has seen other tickets. All read both texts of a ticket, and give the same 4,000 texts as ids; Keras
in padded arrays, and so does ours in the last row.
"""

import time
from functools import partial

import tensorflow as tf
from rivals import timings

from ticketcourse.data import generate_tickets
from ticketcourse.scratch.text import pad
from ticketcourse.vectorizer import Vectorizer

N, LENGTH, ROUNDS, SEEN = 2000, 200, 5, 10_000


def main():
    # So that seconds of CPU are what one core needs, whatever else the machine does.
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras

    tickets = generate_tickets(SEEN + (1 + ROUNDS) * N, seed=0)
    seen = both_texts(tickets[:SEEN])
    new = [both_texts(tickets[i : i + N]) for i in range(SEEN, len(tickets), N)]
    vocabulary = Vectorizer.from_texts(seen).vocabulary
    theirs = keras.layers.TextVectorization(max_tokens=20_000, output_sequence_length=LENGTH)
    theirs.adapt(seen, batch_size=1024)

    def encode(vectorizer, texts):
        return vectorizer.encode_all(texts, LENGTH)

    def encode_each(vectorizer, texts):
        return [vectorizer.encode(text, LENGTH) for text in texts]

    def encode_padded(vectorizer, texts):
        return pad(encode(vectorizer, texts))

    def keras_batches(size, texts):
        for start in range(0, len(texts), size):
            theirs(tf.constant(texts[start : start + size]))

    def warm(how, vectorizer):
        how(vectorizer, seen)
        return partial(how, vectorizer)

    functions = {
        "ours, cold": lambda texts: encode(Vectorizer(vocabulary), texts),
        "ours, warm": warm(encode, Vectorizer(vocabulary)),
        "ours, warm, one by one": warm(encode_each, Vectorizer(vocabulary)),
        "ours, warm, subwords": warm(encode, Vectorizer.from_texts(seen, subwords=True)),
        "ours, warm, to arrays": warm(encode_padded, Vectorizer(vocabulary)),
    }
    functions |= {
        f"Keras, batches of {size}": partial(keras_batches, size) for size in (32, 256, 1024, 4096)
    }

    def on_next_part(function):
        parts = iter(new)
        return lambda: function(next(parts))

    seconds = timings(
        {name: on_next_part(f) for name, f in functions.items()}, ROUNDS, time.process_time
    )
    seconds = {name: median for name, (median, _) in seconds.items()}
    best = min(median for name, median in seconds.items() if name.startswith("Keras"))
    characters = sum(map(len, seen)) / SEEN
    print(f"Vectorising {N} tickets of {characters:.0f} characters on average, one thread:")
    for name, median in seconds.items():
        print(f"  {name:<24}{N / median:8.0f} tickets/s   ratio {best / median:5.2f}")


def both_texts(tickets):
    return [*tickets.descriptions, *tickets.resolutions]


if __name__ == "__main__":
    main()
