"""How much slower the NumPy LSTM is than PyTorch's, forward and backward on one thread."""

import statistics
import time

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from ticketcourse.scratch import lstm, lstm_backward

N, T, D, U = 32, 50, 128, 64
RUNS, WARM_UP = 30, 3


def main():
    torch.set_num_threads(1)
    generator = np.random.default_rng(0)

    def draw(*shape):
        return generator.standard_normal(shape, dtype=np.float32)

    X, W, b, dH = draw(N, T, D), 0.1 * draw(U + D, 4 * U), draw(4 * U), draw(N, T, U)
    layer = torch.nn.LSTM(D, U, batch_first=True)
    inputs, output_gradient = torch.tensor(X, requires_grad=True), torch.tensor(dH)

    def scratch():
        _, cache = lstm(X, W, b)
        lstm_backward(dH, cache)

    def pytorch():
        inputs.grad = None
        layer.zero_grad()
        layer(inputs)[0].backward(output_gradient)

    seconds = {scratch: [], pytorch: []}
    with threadpool_limits(1):
        for _ in range(WARM_UP + RUNS):
            for function, times in seconds.items():  # in turn, so that noise meets both
                start = time.perf_counter()
                function()
                times.append(time.perf_counter() - start)
    ours, theirs = (1e3 * statistics.median(times[WARM_UP:]) for times in seconds.values())
    print(
        f"LSTM forward + backward, n={N} T={T} d={D} u={U}, float32, one thread, medians of {RUNS}:"
        f"\n  scratch {ours:.1f} ms   PyTorch, eager {theirs:.1f} ms   ratio {ours / theirs:.2f}"
    )


if __name__ == "__main__":
    main()
