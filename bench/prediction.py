"""Prediction by the plain default model against the obvious versions, on every core.

One ticket at a time against Keras's `model.predict` and `predict_on_batch` for each. Many against
`model.predict` of all, and against batches of 32 in the order of the tickets, each padded to its
longest text, in Keras and, with packed sequences, in PyTorch.
"""

from functools import partial

import numpy as np
from rivals import (
    ObviousTorch,
    cores,
    generated_tickets,
    obvious_keras,
    padded,
    predict_keras_by_batch,
    predict_obvious_torch,
    timings,
)

from ticketcourse import ModelConfig
from ticketcourse.models.encoded import Encoded
from ticketcourse.models.predict import predict_logits
from ticketcourse.training.torch_backend import TorchBackend

N, ALONE, BATCH = 1600, 16, 32


def main():
    config = ModelConfig(max_description=200, max_resolution=200)
    texts, y, V = generated_tickets(N, config)
    L = y.shape[1]
    backend, theirs = TorchBackend(config, V, L), ObviousTorch(config, V, L)
    keras_model = obvious_keras(config, V, L)
    pairs = [[text[i : i + 1] for text in texts] for i in range(ALONE)]

    def ours_alone():
        for pair in pairs:
            predict_logits(backend, Encoded(zip(*pair, strict=True)))

    def keras_alone():
        for pair in pairs:
            keras_model.predict([np.array(text) for text in pair], verbose=0)

    def keras_alone_on_batch():
        for pair in pairs:
            predict_keras_by_batch(keras_model, pair, 1)

    def keras_many():
        keras_model.predict(padded(texts, config.max_description), batch_size=BATCH, verbose=0)

    alone = timings(
        {
            "ours": ours_alone,
            "Keras model.predict": keras_alone,
            "Keras predict_on_batch": keras_alone_on_batch,
        },
        rounds=5,
    )
    many = timings(
        {
            "ours": lambda: predict_logits(backend, Encoded(zip(*texts, strict=True))),
            "Keras model.predict": keras_many,
            "Keras, padded by batch": partial(predict_keras_by_batch, keras_model, texts, BATCH),
            "PyTorch batch loop": partial(predict_obvious_torch, theirs, texts, BATCH),
        },
        rounds=5,
    )
    print(f"Prediction by the default model, up to 200 + 200 tokens, {cores()}:")
    for how, n, seconds in (("one at a time", ALONE, alone), (f"{N} tickets", N, many)):
        for name, (median, least) in seconds.items():
            ratio = median / seconds["ours"][0]
            print(
                f"  {how:<15}{name:<24}{n / median:7.0f} tickets/s (best {n / least:4.0f})"
                f"   ratio {ratio:5.2f}"
            )
    print("  (medians of 5 runs in turn, and their ratios)")


if __name__ == "__main__":
    main()
