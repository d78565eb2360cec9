"""What training and prediction by the default model cost on a GPU, all in one go.

Training is measured in float32 and in bfloat16, for the default batch and for a larger one. With
``--device cpu --small`` it is a dry run: every line, and numbers that say nothing about a GPU.
"""

import argparse
import os
import resource
import statistics
import time

import numpy as np
import torch
from rivals import LEARNING_RATE, f1_of_halves, generated_tickets, keyword_tickets

from ticketcourse import ModelConfig, TrainConfig
from ticketcourse.models.encoded import Encoded
from ticketcourse.models.predict import predict_logits
from ticketcourse.scratch import sigmoid
from ticketcourse.training.batches import batch_positions
from ticketcourse.training.initial import initial_weights
from ticketcourse.training.torch_backend import TorchBackend

PRECISIONS, BATCHES, ROUNDS = ("float32", "bfloat16"), (32, 256), 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--small", action="store_true", help="few and short tickets")
    arguments = parser.parse_args()
    if arguments.device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    elif not torch.cuda.is_available():
        print("No CUDA GPU is here, so nothing was measured; --device cpu --small is a dry run.")
        return
    n, T, n_quick, epochs = (96, 30, 96, 1) if arguments.small else (6400, 200, 1200, 5)
    config = ModelConfig(max_description=T, max_resolution=T)
    texts, y, V = generated_tickets(n, config)
    tickets = Encoded(zip(*texts, strict=True), y.astype(bool))
    L = y.shape[1]

    print(f"device: {device()}, PyTorch {torch.__version__}")
    print(f"the default model, {n} tickets, up to {T} + {T} tokens; medians of {ROUNDS}, by clock:")
    for size in BATCHES:
        for precision in PRECISIONS:
            rate, share, memory = training(new_backend(config, V, L), tickets, size, precision)
            print(
                f"  training, {precision:<9} batches of {size:<4}{rate:8.0f} tickets/s   "
                f"LSTM alone {share:4.0%} of the time   peak memory {memory:5.2f} GiB"
            )
    rate, difference = prediction(new_backend(config, V, L), new_backend(config, V, L), tickets)
    print(f"  prediction, float32{rate:21.0f} tickets/s   at most {difference:.0e} from the CPU's")
    f1 = {precision: score(precision, n_quick, epochs) for precision in PRECISIONS}
    print(f"micro-F1 after {epochs} epochs of {n_quick} tickets that are quick to learn:")
    print("  " + "   ".join(f"{precision} {value:.3f}" for precision, value in f1.items()))


def device():
    """Name what computes."""
    if not torch.cuda.is_available():
        return "CPU (a dry run, memory is that of the process)"
    gpu = torch.cuda.get_device_properties(0)
    return f"{gpu.name}, {gpu.total_memory / 2**30:.0f} GiB, CUDA {torch.version.cuda}"


def new_backend(config, V, L, texts=None):
    """Return the model with weights that training starts from, from the texts if they are given."""
    backend = TorchBackend(config, V, L)
    backend.load_weights(initial_weights(config, V, L, seed=0, texts=texts))
    return backend


def training(backend, tickets, size, precision):
    """Return tickets/s, the share of the time that the LSTMs alone take, and peak memory in GiB."""
    batches = batch_positions(tickets.lengths, size, seed=0, epoch=0)
    if torch.cuda.is_available():
        torch.cuda.reset_peak_memory_stats()

    def epoch():
        for positions in batches:
            backend.step(tickets, positions)

    with backend.training(TrainConfig(batch_size=size, precision=precision)):
        seconds = median_seconds(epoch)
    memory = peak_memory()
    lstms = median_seconds(lambda: lstms_alone(backend, tickets, batches, precision))
    return len(tickets) / seconds, lstms / seconds, memory


def lstms_alone(backend, tickets, batches, precision):
    """Let all LSTMs read as much as in an epoch, forward and backward."""
    model = backend.model.train()
    for positions in batches:
        longest = np.maximum(tickets.lengths[positions].max(axis=0), 1)
        for encoder, T in zip(
            (model.description_encoder, model.resolution_encoder), longest, strict=True
        ):
            shape = len(positions), int(T), model.config.embedding_dim
            x = torch.ones(shape, device=backend.device, requires_grad=True)
            for lstm in (encoder.lstm[0].forward_lstm, encoder.lstm[0].backward_lstm):
                with torch.autocast(
                    backend.device.type, torch.bfloat16, enabled=precision == "bfloat16"
                ):
                    h = lstm(x)[0]
                h.backward(torch.ones_like(h))


def prediction(backend, on_cpu, tickets):
    """Return tickets/s, and how far a probability is at most from what a CPU computes."""
    seconds = median_seconds(lambda: predict_logits(backend, tickets))
    on_cpu.device, on_cpu.on_gpu = torch.device("cpu"), False
    on_cpu.model.cpu()
    p, theirs = (sigmoid(predict_logits(some, tickets)) for some in (backend, on_cpu))
    return len(tickets) / seconds, np.abs(p - theirs).max()


def score(precision, n, epochs):
    """Return micro-F1 after some epochs on tickets whose labels stand in their texts."""
    config = ModelConfig(max_description=30, max_resolution=30)
    texts, y, V = keyword_tickets(2 * n)
    known = [text[:n] for text in texts]
    train = Encoded(zip(*known, strict=True), y[:n].astype(bool))
    test = Encoded(zip(*(text[n:] for text in texts), strict=True))
    backend = new_backend(config, V, y.shape[1], [*known[0], *known[1]])
    settings = TrainConfig(learning_rate=LEARNING_RATE, precision=precision)
    with backend.training(settings):
        for epoch in range(epochs):
            backend.seed_dropout((0, epoch))
            for positions in batch_positions(train.lengths, settings.batch_size, 0, epoch):
                backend.step(train, positions)
        return f1_of_halves(y[n:], predict_logits(backend, test))


def median_seconds(function):
    """Measure by the wall clock, after a first call, until the GPU has done everything."""
    seconds = []
    for _ in range(1 + ROUNDS):
        start = time.perf_counter()
        function()
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:])


def peak_memory():
    """Return the most GiB so far: of tensors on a GPU, or of this process."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**30
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # Linux counts in KiB


if __name__ == "__main__":
    main()
