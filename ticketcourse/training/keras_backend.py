"""What training and prediction need of Keras, whatever framework Keras runs on."""

import random
from contextlib import contextmanager

import keras
import numpy as np
from keras import ops

from ticketcourse.errors import TicketcourseError
from ticketcourse.models.exchange import convert_weights
from ticketcourse.models.keras_model import KerasModel, read_weights, write_weights
from ticketcourse.training.processes import n_processes


class KerasBackend:
    """The Keras model, compiled.

    Parameters
    ----------
    config : ModelConfig
    V, L : int
        The numbers of ids and of labels.

    Attributes
    ----------
    name : str
        What computes.
    L : int
        The number of labels.
    on_gpu : bool
        Whether large batches are known to be faster: never, since nobody has tried it on a GPU.
    """

    on_gpu = False

    def __init__(self, config, V, L):
        self.name = f"keras on {keras.backend.backend()}"
        self.L = L
        self._config, self._V = config, V
        self.model = self._new_model("float32")
        self._trained = self.model  # another one while training computes in half precision
        self._behind = False  # whether the trained model has gone on since `model` had its weights

    def weights(self):
        """Return copies of all weights, named and laid out as in PyTorch's ``state_dict()``."""
        return self._convert(read_weights(self._trained), "keras", "torch")

    def load_weights(self, arrays):
        """Take what `weights` returned; ValueError when it does not fit."""
        arrays = self._convert(arrays, "torch", "keras")
        for model in (self.model, self._trained):
            write_weights(model, arrays)

    def logits(self, inputs):
        """Compute the logits of a batch without training.

        Parameters
        ----------
        inputs : tuple of ndarray
            What the model takes.

        Returns
        -------
        z : ndarray of float32, shape (n, L)
        """
        if self._behind:
            write_weights(self.model, read_weights(self._trained))
            self._behind = False
        n = len(inputs[0])
        inputs = self._padded(inputs, _next_size(n))
        return self.model.predict_on_batch(inputs)[:n]

    def each(self, function, items):
        """Call a function that computes `logits` with each item; return what it returned."""
        return list(map(function, items))

    def to_numpy(self, parts):
        """Join what `logits` returned, batch by batch, into one array."""
        return np.concatenate(parts)

    @contextmanager
    def training(self, config):
        """Be ready for `step` inside a ``with``; afterwards nothing of others has changed.

        Parameters
        ----------
        config : TrainConfig

        Raises
        ------
        TicketcourseError
            When several processes are to train together.
        """
        if n_processes() > 1:
            raise TicketcourseError(
                "Several processes train together with PyTorch alone: give the backend torch."
            )
        if config.precision == "bfloat16":
            self._trained = self._new_model("mixed_bfloat16")
            write_weights(self._trained, read_weights(self.model))
        self._adam = Adam(config.learning_rate, global_clipnorm=config.clip_norm)
        self._adam.build(self._trained.trainable_variables)
        self._trained.compile(self._adam, _summed_cross_entropy)
        try:
            yield
        finally:
            self._trained, self._behind = self.model, False
            del self._adam

    def seed_dropout(self, seed):
        """Fix what dropout draws from now on; the seed is a tuple of int."""
        generator = np.random.default_rng(seed)
        for variable in self._trained.non_trainable_variables:
            if variable.path.endswith("seed_generator_state"):
                variable.assign(generator.integers(2**32, size=variable.shape, dtype=np.uint32))

    def set_learning_rate(self, learning_rate):
        """Change Adam's step size from now on."""
        self._adam.learning_rate = learning_rate

    def step(self, tickets, positions):
        """Take one step on a batch.

        Parameters
        ----------
        tickets : Encoded
        positions : ndarray of int
            The tickets of the batch.

        Returns
        -------
        loss : float
            The sum of the losses of the tickets, each the mean over its labels.
        """
        inputs = self._padded(tickets.batch(positions), len(positions))
        self._behind = self._trained is not self.model
        loss = self._trained.train_on_batch(inputs, tickets.targets(positions))
        return loss / self.L * len(positions)

    def computed_once(self, compute):
        """Return what a function returns: there is one process to call it."""
        return compute()

    def sum_over_processes(self, array):
        """Return the array: there is one process."""
        return array

    def optimizer_state(self):
        """Return copies of the arrays that Adam keeps."""
        return {
            str(i): np.array(ops.convert_to_numpy(variable))
            for i, variable in enumerate(self._adam.variables)
        }

    def load_optimizer_state(self, arrays):
        """Take what `optimizer_state` returned; KeyError or ValueError when it does not fit."""
        for i, variable in enumerate(self._adam.variables):
            variable.assign(arrays[str(i)])

    def is_out_of_memory(self, error):
        """Tell whether an exception says that memory is full."""
        # The words of TensorFlow and JAX, and the name of PyTorch's exception.
        said = f"{type(error).__name__} {error}"
        signs = "ResourceExhausted", "RESOURCE_EXHAUSTED", "OutOfMemory"
        return any(sign in said for sign in signs)

    def _padded(self, inputs, n):
        """Fill both texts up to n tickets and to few different lengths, none above its limit."""
        limits = self._config.max_description, self._config.max_resolution
        return [
            _padded(ids, n, max(ids.shape[1], min(_next_size(ids.shape[1]), limit)))
            for ids, limit in zip(inputs, limits, strict=True)
        ]

    def _new_model(self, dtype):
        # Keras draws the seeds of its layers from Python's global generator. None of them counts:
        # weights and dropout get theirs later.
        state = random.getstate()
        try:
            return KerasModel(self._config, self._V, self.L, dtype=dtype)
        finally:
            random.setstate(state)

    def _convert(self, arrays, source, target):
        return convert_weights(arrays, "classifier", source, target, **self._config.layout)


def _summed_cross_entropy(y, z):
    # Summed over the labels: of the mean, rare words' gradients would be as small as Adam's ε.
    return ops.sum(ops.binary_crossentropy(y, z, from_logits=True), axis=-1)


class Adam(keras.optimizers.Adam):
    """Adam with ε where the paper and PyTorch have it: added after both moments are corrected.

    Keras adds it to √v before v is corrected, which counts in the first thousand steps: the
    gradients of rare words are as small as ε.

    Notes
    -----
    Source: Kingma and Ba, "Adam: a Method for Stochastic Optimization" (2015), algorithm 1.
    """

    def __init__(self, learning_rate, **kwargs):
        super().__init__(learning_rate, epsilon=1e-8, **kwargs)

    def apply(self, grads, trainable_variables=None):
        """Take one step."""
        # TensorFlow gives a table's gradient as rows, one a token: the same word's are not added
        # up, and their squares would be wrong.
        super().apply([ops.convert_to_tensor(g) for g in grads], trainable_variables)

    def update_step(self, gradient, variable, learning_rate):
        """Take one step with one weight."""
        index, dtype = self._get_variable_index(variable), variable.dtype
        t = ops.cast(self.iterations + 1, dtype)
        gradient = ops.cast(gradient, dtype)
        m, v = self._momentums[index], self._velocities[index]
        self.assign_add(m, (gradient - m) * (1 - self.beta_1))
        self.assign_add(v, (ops.square(gradient) - v) * (1 - self.beta_2))
        m_hat = m / (1 - ops.power(ops.cast(self.beta_1, dtype), t))
        v_hat = v / (1 - ops.power(ops.cast(self.beta_2, dtype), t))
        step = ops.cast(learning_rate, dtype) * m_hat / (ops.sqrt(v_hat) + self.epsilon)
        self.assign_sub(variable, step)


def _padded(ids, n, T):
    """Add rows and steps without tokens."""
    return np.pad(ids, [(0, n - len(ids)), (0, T - ids.shape[1])])


def _next_size(size):
    """Round up, so that few different shapes have to be compiled: 1, 2, 3, 4, 6, 8, 12, 16, …"""
    power = 1 << (size - 1).bit_length()
    return power * 3 // 4 if size <= power * 3 // 4 else power
