"""Assignments with PyTorch and with Keras, in the box: what tests may do with a student's answers.

The processes are forked from one that has imported the framework and computed nothing.
"""

import pytest
from executions import NEEDS_BOX, errors, points, printed, run

from ticketcourse.grading.box import Boxed

pytestmark = [pytest.mark.slow, NEEDS_BOX]

TORCH = """
import torch
from torch import nn
import torch.nn.functional as F
"""

# Exercises: squares of errors, and a layer with an activation.
TORCH_ANSWER = """
def squares(w, x, y):
    return ((x @ w - y) ** 2).sum()

class Layer(nn.Module):
    def __init__(self, d, u):
        super().__init__()
        self.linear = nn.Linear(d, u)
        self.seen = 0
    def forward(self, x):
        self.seen += len(x)
        return torch.tanh(self.linear(x))

def hidden(w, x):
    return torch.tanh(x @ w)

def read(h):
    return (h ** 3).sum(), h.mean()

def descend(parameters, rate):
    with torch.no_grad():
        for p in parameters:
            p -= rate * p.grad

def double(x):
    x *= 2
    return x

def trained(steps):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
    optimizer = torch.optim.Adam(model.parameters(), 0.05)
    losses = []
    for _ in range(steps):
        x = torch.randn(16, 3)
        loss = F.mse_loss(model(x), x.sum(1, keepdim=True))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model, losses

def is_tanh(function): return function is torch.tanh
"""

TORCH_TESTS = {
    "functions of PyTorch's are themselves there": "assert is_tanh(torch.tanh)",
    "values and shapes": """
        layer, x = Layer(3, 2), torch.randn(5, 3)
        W, b = layer.linear.weight, layer.linear.bias
        assert [tuple(p.shape) for p in layer.parameters()] == [(2, 3), (2,)]
        assert {name for name, _ in layer.named_parameters()} == {"linear.weight", "linear.bias"}
        assert W.requires_grad and W.dtype == torch.float32
        z = np.asarray(x) @ np.asarray(W).T + np.asarray(b)
        np.testing.assert_allclose(layer(x), np.tanh(z), 1e-5, 1e-6)
        checks.expect_array(layer(x), torch.tanh(x @ W.T + b).detach(), "layer(x)", atol=1e-6)
        assert layer.seen == 10 and isinstance(layer, Layer)
        """,
    "the state of a module": """
        layer, own = Layer(3, 2), nn.Linear(3, 2)
        state = layer.state_dict()
        assert list(state) == ["linear.weight", "linear.bias"]
        assert not state["linear.weight"].requires_grad
        own.load_state_dict({name.removeprefix("linear."): p for name, p in state.items()})
        x = torch.randn(5, 3)
        torch.testing.assert_close(layer(x), torch.tanh(own(x)))
        layer.load_state_dict({name: torch.ones_like(p) for name, p in state.items()})
        np.testing.assert_allclose(layer(torch.ones(1, 3)), np.tanh([[4.0, 4.0]]), 1e-6)
        """,
    "a test's values in a module's parameters": """
        layer, x = Layer(3, 2), torch.full((1, 3), 0.1)
        nn.init.zeros_(layer.linear.bias)
        with torch.no_grad():
            layer.linear.weight.fill_(2.0)
            layer.linear.bias[1] = 0.3
        np.testing.assert_allclose(layer(x), np.tanh([[0.6, 0.9]]), 1e-6)
        layer.linear.weight.data.mul_(2)
        np.testing.assert_allclose(layer(x), np.tanh([[1.2, 1.5]]), 1e-6)
        layer.linear.bias.data = torch.zeros(2)
        layer.linear.weight = nn.Parameter(torch.ones(2, 3))
        np.testing.assert_allclose(layer(x), np.tanh([[0.3, 0.3]]), 1e-6)
        """,
    "gradients of what a test gives": """
        x, y = torch.randn(5, 3), torch.randn(5)
        w, own = (torch.ones(3, requires_grad=True) for _ in range(2))
        loss = squares(w, x, y)
        loss.backward()
        ((x @ own - y) ** 2).sum().backward()
        assert float(loss) > 0 and loss.shape == ()
        torch.testing.assert_close(w.grad, own.grad)
        squares(w, x, y).backward()
        torch.testing.assert_close(w.grad, 2 * own.grad)
        (g,) = torch.autograd.grad(squares(w, x, y), w)
        torch.testing.assert_close(g, own.grad)
        """,
    "gradients through several calls and the test's own steps": """
        x = torch.randn(5, 3)
        w, own = (torch.ones(3, 2, requires_grad=True) for _ in range(2))
        for change in (lambda h: h, lambda h: 3 * h):
            cubes, mean = read(change(hidden(2 * w, x)))
            (cubes + 2 * mean).backward()
            h = change(torch.tanh(x @ (2 * own)))
            ((h ** 3).sum() + 2 * h.mean()).backward()
            torch.testing.assert_close(w.grad, own.grad)
        """,
    "a test's changes of what it got": """
        w, x = torch.ones(3, 2, requires_grad=True), torch.randn(5, 3)
        h = hidden(w, x)
        h[0] = 0
        h *= 2
        read(h)[0].backward()
        own = torch.ones(3, 2, requires_grad=True)
        (8 * torch.tanh(x[1:] @ own) ** 3).sum().backward()
        torch.testing.assert_close(w.grad, own.grad)
        """,
    "gradients of a module's parameters": """
        layer, own, x = Layer(3, 2), nn.Linear(3, 2), torch.randn(5, 3)
        own.load_state_dict(layer.linear.state_dict())
        parameters = list(layer.parameters())
        assert parameters[0].grad is None
        F.mse_loss(layer(x), torch.ones(5, 2)).backward()
        F.mse_loss(torch.tanh(own(x)), torch.ones(5, 2)).backward()
        torch.testing.assert_close(parameters[0].grad, own.weight.grad)
        torch.testing.assert_close(layer.linear.bias.grad, own.bias.grad)
        before = layer.linear.weight.detach().clone()
        descend(layer.parameters(), 0.1)
        descend(parameters, 0.1)
        torch.testing.assert_close(layer.linear.weight.detach(), before - 0.2 * own.weight.grad)
        layer.zero_grad()
        assert parameters[0].grad is None
        """,
    "an argument that was changed": """
        x = torch.ones(3)
        y = double(x)
        assert x.tolist() == [1, 1, 1] and y.tolist() == checks.as_left(x).tolist() == [2, 2, 2]
        """,
    "training": """
        model, losses = trained(60)
        assert losses[-1] < losses[0] / 2 and len(model) == 3 and model[0].in_features == 3
        assert not model.eval().training
        """,
}

KERAS = """
import keras
import tensorflow as tf
"""

KERAS_ANSWER = """
class Scale(keras.layers.Layer):
    def __init__(self, units, **options):
        super().__init__(**options)
        self.units = units
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")
    def call(self, x):
        return tf.nn.relu(x @ self.kernel + self.bias)

def gradients(layer, x):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(x) ** 2)
    return loss, tape.gradient(loss, layer.trainable_variables)

def slope(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)

def make_model(d):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([
        keras.Input((d,)), keras.layers.Dense(4, "relu", name="first"), keras.layers.Dense(1),
    ])
    model.compile(keras.optimizers.Adam(0.05), "mse")
    return model
"""

KERAS_TESTS = {
    "values and shapes": """
        layer, x = Scale(2), np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
        y = layer(x)
        assert y.shape == (5, 2) and y.dtype == tf.float32
        assert [tuple(w.shape) for w in layer.weights] == [(3, 2), (2,)]
        assert [w.name for w in layer.trainable_variables] == ["kernel", "bias"]
        right = np.maximum(0, x @ layer.kernel.numpy() + layer.bias.numpy())
        np.testing.assert_allclose(y, right, 1e-5, 1e-6)
        np.testing.assert_allclose(layer(tf.constant(x)).numpy(), right, 1e-5, 1e-6)
        checks.expect_array(layer(x), right, "layer(x)", atol=1e-5)
        own = tf.nn.relu(x @ layer.kernel + layer.bias)
        np.testing.assert_allclose(y, own, 1e-5, 1e-6)
        assert layer.count_params() == 8 and isinstance(layer, Scale)
        """,
    "a test's values in a layer's weights": """
        layer, x = Scale(2), np.ones((1, 3), "float32")
        layer.build((None, 3))
        layer.kernel.assign(np.full((3, 2), 2.0))
        layer.bias.assign_add([1.0, 2.0])
        np.testing.assert_allclose(layer(x), [[7, 8]])
        assert layer.bias.numpy().tolist() == [1, 2]
        layer.set_weights([np.ones((3, 2)), np.zeros(2)])
        np.testing.assert_allclose(layer(x), [[3, 3]])
        assert [w.sum() for w in layer.get_weights()] == [6, 0]
        """,
    "gradients": """
        layer, x = Scale(2), np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
        layer.build((None, 3))
        loss, (of_kernel, of_bias) = gradients(layer, x)
        y = np.asarray(layer(x))
        assert abs(float(loss) - (y ** 2).sum()) < 1e-4
        np.testing.assert_allclose(of_kernel, 2 * x.T @ y, 1e-4, 1e-5)
        np.testing.assert_allclose(of_bias, 2 * y.sum(0), 1e-4, 1e-5)
        np.testing.assert_allclose(slope(tf.square, 3.0), 6)
        """,
    "a model": """
        rng = np.random.default_rng(0)
        model, x = make_model(3), rng.normal(size=(64, 3)).astype("float32")
        history = model.fit(x, x.sum(1), batch_size=16, epochs=8, verbose=0).history["loss"]
        assert history[-1] < history[0] / 2
        assert model.predict(x, verbose=0).shape == (64, 1)
        assert [layer.name for layer in model.layers][0] == "first"
        W1, b1, W2, b2 = model.get_weights()
        right = np.maximum(0, x @ W1 + b1) @ W2 + b2
        np.testing.assert_allclose(model(x), right, 1e-4, 1e-5)
        """,
}


@pytest.fixture(scope="module")
def torch_box():
    return Boxed(("numpy", "torch", "torch.nn", "torch.nn.functional"))


@pytest.fixture(scope="module")
def keras_box():
    return Boxed(("keras", "numpy", "tensorflow"))


def passes(given, answers, tests, box):
    tests = [("test", test) for test in tests]
    result = run(("given", given), *answers, *tests, seconds=120, processes=box)
    assert points(result) == [1] * len(tests), errors(result)
    return result


def test_pytorch_values_modules_and_gradients(torch_box):
    passes(TORCH, [TORCH_ANSWER], TORCH_TESTS.values(), torch_box)


def test_keras_values_layers_and_models(keras_box):
    passes(KERAS, [KERAS_ANSWER], KERAS_TESTS.values(), keras_box)


WRONG = {
    "a gradient that is not computed": (
        "gradients of what a test gives",
        "def squares(w, x, y): return ((x @ w.detach() - y) ** 2).sum()",
    ),
    "a gradient of a wrong shape": (
        "gradients of what a test gives",
        """
        class Odd(torch.autograd.Function):
            @staticmethod
            def forward(ctx, w, x, y): return ((x @ w - y) ** 2).sum()
            @staticmethod
            def backward(ctx, g): return g, None, None
        def squares(w, x, y): return Odd.apply(w, x, y)
        """,
    ),
    "gradients that are objects": (
        "gradients of what a test gives",
        """
        from ticketcourse.grading import student
        student._Student.do_backward = lambda self, memo, number, gradient, given: (
            [self for _ in given], [])
        """,
    ),
    "more gradients than tensors": (
        "gradients of what a test gives",
        """
        from ticketcourse.grading import student
        student._Student.do_backward = lambda self, memo, number, gradient, given: (
            [None] * 1000, [])
        """,
    ),
    "values of no framework": (
        "values and shapes",
        """
        from ticketcourse.grading import student
        student.values_of = lambda o: np.array(["a", None], object)
        student.framework_of = lambda o: [{}]
        """,
    ),
    "a tensor that equals everything": (
        "values and shapes",
        """
        class Equal(torch.Tensor):
            @classmethod
            def __torch_function__(cls, function, types, args=(), kwargs=None): return True
            def detach(self): return self
            def __array__(self, *a, **k): return np.array(True)
        class Layer(nn.Linear):
            linear = property(lambda self: self)
            def forward(self, x): return super().forward(x).as_subclass(Equal)
        """,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_and_hostile_tensors_get_nothing(torch_box, name):
    test, answer = WRONG[name]
    cells = ("given", TORCH), TORCH_ANSWER, answer, ("test", TORCH_TESTS[test])
    result = run(*cells, seconds=60, processes=torch_box)
    assert points(result) == [0], errors(result)


# What a fork would break: pools of threads, and locks that some thread held.
COMPUTING = {
    "torch": (
        TORCH,
        TORCH_ANSWER,
        """
        def compute(A, B, image, kernel):
            torch.set_num_threads(2)
            model, losses = trained(40)
            data = torch.utils.data.DataLoader(torch.arange(8.0), 4, num_workers=1)
            assert sum(batch.sum().item() for batch in data) == 28
            convolved = F.conv2d(torch.tensor(image)[None, None], torch.tensor(kernel)[None, None])
            return torch.tensor(A) @ torch.tensor(B), convolved[0, 0], losses
        """,
    ),
    "keras": (
        KERAS,
        KERAS_ANSWER,
        """
        def compute(A, B, image, kernel):
            x = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
            losses = make_model(3).fit(x, x.sum(1), epochs=6, verbose=0).history["loss"]
            convolved = tf.nn.conv2d(image[None, ..., None], kernel[..., None, None], 1, "VALID")
            return tf.matmul(A, B), convolved[0, ..., 0], losses
        """,
    ),
}
COMPARE = """
rng = np.random.default_rng(0)
A, B = rng.normal(size=(2, 300, 300)).astype("float32")
image, kernel = rng.normal(size=(40, 40)), rng.normal(size=(3, 3))
product, convolved, losses = compute(A, B, image, kernel)
windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
np.testing.assert_allclose(product, A @ B, atol=1e-3)
np.testing.assert_allclose(convolved, np.einsum("ijkl,kl", windows, kernel), atol=1e-9)
assert losses[-1] < losses[0]
print(losses)
"""


@pytest.mark.parametrize("framework", COMPUTING)
def test_a_forked_process_computes_right_every_time(framework, request):
    box = request.getfixturevalue(f"{framework}_box")
    given, *answers = COMPUTING[framework]
    shown = {printed(passes(given, answers, [COMPARE], box)) for _ in range(5)}
    assert len(shown) == 1
