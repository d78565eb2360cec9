import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from small import SMALL

from ticketcourse.models.encoded import Encoded
from ticketcourse.models.predict import predict_logits
from ticketcourse.scratch import sigmoid
from ticketcourse.training.torch_backend import TorchBackend

V, L, N = 40, 3, 150


@pytest.fixture(scope="module")
def ids():
    """Both texts of tickets, some of them empty, in no order of lengths."""
    generator = np.random.default_rng(0)
    return [
        tuple(list(generator.integers(1, V, generator.integers(0, 30))) for _ in range(2))
        for _ in range(N)
    ]


def backend(framework):
    if framework == "torch":
        return TorchBackend(SMALL, V, L)
    pytest.importorskip("keras")
    from ticketcourse.training.keras_backend import KerasBackend

    return KerasBackend(SMALL, V, L)


def with_weights(network):
    generator = np.random.default_rng(1)
    shapes = {name: array.shape for name, array in sorted(network.weights().items())}
    network.load_weights(
        {name: generator.normal(0, 0.5, shape).astype("f") for name, shape in shapes.items()}
    )
    return network


@pytest.mark.parametrize("framework", ["torch", pytest.param("keras", marks=pytest.mark.slow)])
def test_a_prediction_does_not_depend_on_the_other_tickets(framework, ids):
    network = with_weights(backend(framework))
    together = sigmoid(predict_logits(network, Encoded(ids)))
    assert together.std() > 0.1  # tickets differ
    for i in range(0, N, 40):
        alone = sigmoid(predict_logits(network, Encoded(ids[i : i + 1])))
        np.testing.assert_allclose(alone[0], together[i], rtol=0, atol=1e-6)
    backwards = sigmoid(predict_logits(network, Encoded(ids[::-1])))
    np.testing.assert_allclose(backwards[::-1], together, rtol=0, atol=1e-6)


@pytest.mark.slow
def test_both_frameworks_predict_alike(ids):
    torch, keras = (
        sigmoid(predict_logits(with_weights(backend(name)), Encoded(ids)))
        for name in ("torch", "keras")
    )
    np.testing.assert_allclose(torch, keras, rtol=0, atol=1e-5)


class Noting:
    """What notes the sizes of batches, and whose logit is the first id of the description."""

    L = 1

    def __init__(self, on_gpu):
        self.on_gpu, self.shapes, self.waited = on_gpu, [], 0

    def logits(self, inputs):
        assert not self.waited  # every batch is on its way first
        self.shapes.append([text.shape for text in inputs])
        return inputs[0][:, :1].astype(np.float32)

    def each(self, function, items):
        return [function(item) for item in items]

    def to_numpy(self, parts):
        self.waited += 1
        return np.concatenate(parts)


def test_ids_that_do_not_fit_are_no_tickets():
    for wrong in (np.array([2**32 + 5]), np.array([1.5]), [2**40], ["12"]):
        with pytest.raises((TypeError, OverflowError)):
            Encoded([(wrong, [1])])


def test_batches_on_a_gpu_are_large_but_bounded_in_tokens(ids):
    many = Encoded(ids * 50)
    on_cpu, on_gpu = Noting(on_gpu=False), Noting(on_gpu=True)
    expected = np.array([[(description or [0])[0]] for description, _ in ids * 50])
    for network in (on_cpu, on_gpu):
        np.testing.assert_array_equal(predict_logits(network, many), expected)
    assert {n for (n, _), _ in on_cpu.shapes[:-1]} == {24}
    assert on_gpu.shapes[0][0][0] > 1000
    assert max(n * (T + S) for (n, T), (_, S) in on_gpu.shapes) <= 1 << 17
    assert on_gpu.waited == 1


def test_processes_share_the_batches(ids):
    tickets, network = Encoded(ids), with_weights(backend("torch"))
    shares = [predict_logits(network, tickets, rank, 9) for rank in range(9)]  # of 7 batches
    assert not shares[8].any()
    # One batch alone is computed by several threads, which round in another order.
    np.testing.assert_allclose(sum(shares), predict_logits(network, tickets), rtol=0, atol=1e-5)


def threads_of_a_new_thread():
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(torch.get_num_threads).result()


def test_batches_are_computed_side_by_side_and_threads_stay_as_they_were(ids):
    tickets, network = Encoded(ids), with_weights(backend("torch"))
    before, meeting = torch.get_num_threads(), threading.Barrier(3, timeout=60)

    def threads_when_three_are_at_it(_):
        meeting.wait()
        return torch.get_num_threads(), threads_of_a_new_thread()

    try:
        torch.set_num_threads(1)
        alone = predict_logits(network, tickets)
        torch.set_num_threads(3)
        np.testing.assert_array_equal(predict_logits(network, tickets), alone)
        assert network.each(threads_when_three_are_at_it, range(3)) == [(1, 3)] * 3
        assert torch.get_num_threads() == threads_of_a_new_thread() == 3
    finally:
        torch.set_num_threads(before)


def test_what_a_batch_raises_is_raised_and_threads_stay_as_they_were(ids):
    network = backend("torch")

    def failing(inputs):
        raise MemoryError

    before, network.logits = torch.get_num_threads(), failing
    try:
        torch.set_num_threads(2)
        with pytest.raises(MemoryError):
            predict_logits(network, Encoded(ids))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
