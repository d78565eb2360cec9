"""Texts to ids: our vectorizer against Keras's `TextVectorization` at its best batch size.

Keras standardises less: it makes letters small, drops punctuation and splits at spaces.
"""

from functools import partial

import tensorflow as tf
from rivals import medians, one_thread

from ticketcourse.data import generate_tickets
from ticketcourse.vectorizer import Vectorizer

N, LENGTH = 2000, 200


def main():
    one_thread()
    import keras

    tickets = generate_tickets(N, seed=0)
    texts = [*tickets.descriptions, *tickets.resolutions]
    ours = Vectorizer.from_texts(texts)
    theirs = keras.layers.TextVectorization(max_tokens=20_000, output_sequence_length=LENGTH)
    theirs.adapt(texts, batch_size=1024)

    def keras_batches(size):
        for start in range(0, len(texts), size):
            theirs(tf.constant(texts[start : start + size]))

    functions = {"ours": lambda: [ours.encode(text, LENGTH) for text in texts]}
    functions |= {
        f"Keras, batches of {size}": partial(keras_batches, size) for size in (32, 256, 1024, 4096)
    }
    seconds = medians(functions, rounds=5)
    characters = sum(map(len, texts)) / N
    print(f"Vectorising {N} tickets of {characters:.0f} characters on average, one thread:")
    for name, measured in seconds.items():
        ratio = measured / seconds["ours"]
        print(f"  {name:<24}{N / measured:8.0f} tickets/s   ratio {ratio:5.2f}")


if __name__ == "__main__":
    main()
