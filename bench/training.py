"""Training throughput of the plain default model against the obvious versions, on every core.

The obvious Keras version is `model.fit` on texts padded to 200 ids; in another row each random
batch is padded to its longest text only, which is about as long. The obvious PyTorch version has
random batches, packed sequences and Adam as it comes. All start from random weights but for our
embeddings, which come from the training texts (not from the labels), as the library has it by
default; that takes place once, before the epochs that are measured.
"""

from functools import partial

import numpy as np
import torch
from rivals import (
    LEARNING_RATE,
    ObviousTorch,
    cores,
    f1_of_halves,
    generated_tickets,
    keyword_tickets,
    obvious_keras,
    padded,
    predict_keras_by_batch,
    predict_obvious_torch,
    timings,
    train_keras_by_batch,
    train_obvious_torch,
)

from ticketcourse import ModelConfig, TrainConfig
from ticketcourse.models.encoded import Encoded
from ticketcourse.models.predict import predict_logits
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.initial import initial_weights
from ticketcourse.training.torch_backend import TorchBackend

BATCH = 32
OURS = "ticketcourse, PyTorch"


def contestants(texts, y, V, config):
    """For each version a function that trains one epoch, and one that gives logits."""
    L, T = y.shape[1], config.max_description
    train_config = TrainConfig(batch_size=BATCH, learning_rate=LEARNING_RATE)

    backend, tickets = TorchBackend(config, V, L), Encoded(zip(*texts, strict=True), y)
    backend.load_weights(initial_weights(config, V, L, 0, [*texts[0], *texts[1]]))

    def ours(epoch):
        backend.seed_dropout((0, epoch))
        for positions in batch_positions(tickets.lengths, BATCH, 0, epoch):
            backend.step(tickets, positions)

    torch.manual_seed(0)
    model, generator = ObviousTorch(config, V, L), np.random.default_rng(0)
    optimizer = torch.optim.Adam(model.parameters(), LEARNING_RATE)

    def obvious_torch(epoch):
        train_obvious_torch(model, optimizer, texts, y, BATCH, generator)

    import keras

    keras.utils.set_random_seed(0)
    keras_model, inputs = obvious_keras(config, V, L), padded(texts, T)
    by_batch = obvious_keras(config, V, L)

    def keras_epoch(epoch):
        keras_model.fit(inputs, y, batch_size=BATCH, verbose=0)

    def keras_epoch_by_batch(epoch):
        train_keras_by_batch(by_batch, texts, y, BATCH, generator)

    return backend.training(train_config), {
        OURS: (ours, lambda texts: predict_logits(backend, Encoded(zip(*texts, strict=True)))),
        "obvious PyTorch": (
            obvious_torch,
            lambda texts: predict_obvious_torch(model, texts, BATCH),
        ),
        "obvious Keras": (
            keras_epoch,
            lambda texts: keras_model.predict(padded(texts, T), batch_size=BATCH, verbose=0),
        ),
        "Keras, padded by batch": (
            keras_epoch_by_batch,
            lambda texts: predict_keras_by_batch(by_batch, texts, BATCH),
        ),
    }


def throughput(n=800, rounds=5):
    """Measure the median and the most tickets/s of every version on the lengths of real tickets.

    Denormal numbers count as 0 for the rivals, too, which makes PyTorch's quicker.
    """
    config = ModelConfig(max_description=200, max_resolution=200)
    texts, y, V = generated_tickets(n, config)
    training, versions = contestants(texts, y, V, config)
    with training:
        epochs = {name: partial(epoch, 1) for name, (epoch, _) in versions.items()}
        seconds = timings(epochs, rounds)
    return {name: [n / t for t in measured] for name, measured in seconds.items()}


def scores(n=1200, epochs=5):
    """Measure the micro-F1 of every version after the same epochs, on tickets quick to learn."""
    config = ModelConfig(max_description=30, max_resolution=30)
    texts, y, V = keyword_tickets(2 * n)
    train, test = [text[:n] for text in texts], [text[n:] for text in texts]
    training, versions = contestants(train, y[:n], V, config)
    f1 = {}
    with training:
        for name, (epoch, logits) in versions.items():
            for k in range(epochs):
                epoch(k)
            f1[name] = f1_of_halves(y[n:], logits(test))
    return f1


def main():
    rates, f1 = throughput(), scores()
    print(f"Training of the default model, up to 200 + 200 tokens, batches of {BATCH}, {cores()}:")
    for name, (rate, best) in rates.items():
        ratio = rates[OURS][0] / rate
        print(
            f"  {name:<24}{rate:6.0f} tickets/s (best {best:4.0f})   ratio {ratio:5.2f}"
            f"   micro-F1 {f1[name]:.3f}"
        )
    print("  (medians of 5 epochs in turn, and their ratios;")
    print("  the F1s are those after 5 epochs of 1,200 shorter tickets)")


if __name__ == "__main__":
    main()
