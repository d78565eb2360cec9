"""What training and prediction need of PyTorch."""

import atexit
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import timedelta

import numpy as np
import torch
from torch import distributed
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.nn.parallel import DistributedDataParallel

from ticketcourse.models.torch_model import TorchModel
from ticketcourse.training.processes import n_processes, rank

_WAIT = timedelta(hours=2)  # for what one process computes for all, before it counts as lost
_setting_threads = threading.Lock()  # how many a new one gets is the whole process's affair


class TorchBackend:
    """The PyTorch model on the fastest device here: a CUDA GPU where there is one.

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
        Whether large batches are faster.
    """

    def __init__(self, config, V, L):
        self.name = "torch"
        self.L = L
        gpu = f"cuda:{os.environ.get('LOCAL_RANK', 0)}"
        self.device = torch.device(gpu if torch.cuda.is_available() else "cpu")
        self.on_gpu = self.device.type == "cuda"
        if self.on_gpu:
            torch.cuda.set_device(self.device)  # else every process would use the first GPU as well
        with _own_random_numbers():  # though every weight is about to be given by somebody else
            self.model = TorchModel(config, V, L).to(self.device)

    def weights(self):
        """Return copies of all weights, named and laid out as in PyTorch's ``state_dict()``."""
        return {name: _to_numpy(tensor) for name, tensor in self.model.state_dict().items()}

    def load_weights(self, arrays):
        """Take what `weights` returned; RuntimeError when it does not fit."""
        self.model.load_state_dict({name: _to_torch(array) for name, array in arrays.items()})

    def logits(self, inputs):
        """Compute the logits of a batch without training.

        Parameters
        ----------
        inputs : tuple of ndarray
            What the model takes.

        Returns
        -------
        z : Tensor of float32, shape (n, L)
            On the device, which may still be computing it.
        """
        self.model.eval()
        # Else the LSTM would round to TF32 on a GPU, which is off by about 1e-3.
        exactly = torch.backends.cudnn.flags(enabled=True, allow_tf32=False)
        with torch.inference_mode(), exactly if self.on_gpu else nullcontext():
            return self.model(*map(self._on_device, inputs))

    def each(self, function, items):
        """Call a function that computes `logits` with each item; return what it returned.

        On a CPU, where the products of one batch are too small for several threads, as many threads
        as PyTorch may use call the function, each with whole batches.
        """
        n_threads = min(torch.get_num_threads(), len(items))
        if self.on_gpu or n_threads < 2:
            return list(map(function, items))
        with ThreadPoolExecutor(n_threads, initializer=_compute_in_this_thread_alone) as pool:
            return list(pool.map(function, items))

    def to_numpy(self, parts):
        """Join what `logits` returned, batch by batch, into one array."""
        return torch.cat(parts).cpu().numpy()

    @contextmanager
    def training(self, config):
        """Be ready for `step` inside a ``with``; random numbers of others go on as if it was not.

        Parameters
        ----------
        config : TrainConfig
        """
        self._config = config
        self._adam = torch.optim.Adam(self.model.parameters(), lr=config.learning_rate, fused=True)
        self._trained = self.model
        # Adam's moments of a rare word shrink until they are denormal, which a CPU computes slowly:
        # a step with the table of 20,000 words took 28 ms with and 2 ms without them.
        flushed = float(torch.tensor(1e-40) * 1) == 0
        torch.set_flush_denormal(True)
        try:
            if n_processes() > 1:
                self._join()
                self._trained = DistributedDataParallel(self.model)
            with _own_random_numbers():
                yield
        finally:
            torch.set_flush_denormal(flushed)
            del self._adam, self._trained

    def seed_dropout(self, seed):
        """Fix what dropout draws from now on; the seed is a tuple of int."""
        generator = np.random.default_rng((*seed, rank()))
        torch.manual_seed(int(generator.integers(2**63)))

    def set_learning_rate(self, learning_rate):
        """Change Adam's step size from now on."""
        for group in self._adam.param_groups:
            group["lr"] = learning_rate

    def step(self, tickets, positions):
        """Take one step on a batch, or on this process's share of it.

        Parameters
        ----------
        tickets : Encoded
        positions : ndarray of int
            The tickets of the batch, which is the same for all processes.

        Returns
        -------
        loss : Tensor of float64
            The sum of the losses of this process's tickets, each the mean over its labels; on the
            device, which may still be computing it.
        """
        share = positions[rank() :: n_processes()]
        # Every process has to take part in every step: without a ticket, with one of weight 0.
        mine = share if len(share) else positions[:1]
        self.model.train()
        with torch.autocast(
            self.device.type, torch.bfloat16, enabled=self._config.precision == "bfloat16"
        ):
            z = self._trained(*map(self._on_device, tickets.batch(mine)))
        y = self._on_device(tickets.targets(mine))
        # Summed over the labels: of the mean, rare words' gradients would be as small as Adam's ε.
        loss = binary_cross_entropy_with_logits(z.float(), y, reduction="sum") / len(mine)
        self._adam.zero_grad()
        # Processes take the mean of their gradients; so each counts by its tickets.
        (loss * (len(share) * n_processes() / len(positions))).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._config.clip_norm)
        self._adam.step()
        return loss.detach().double() / self.L * len(share)

    def computed_once(self, compute):
        """Let the process of rank 0 call a function; return what it returned in every process."""
        if n_processes() == 1:
            return compute()
        self._join()
        found = [compute() if rank() == 0 else None]
        distributed.broadcast_object_list(found, device=torch.device("cpu"))
        return found[0]

    def sum_over_processes(self, array):
        """Add up an array of every process."""
        if n_processes() == 1:
            return array
        tensor = self._on_device(array)
        distributed.all_reduce(tensor)
        return _to_numpy(tensor)

    def optimizer_state(self):
        """Return copies of the arrays that Adam keeps."""
        return {
            f"{key}/{name}": _to_numpy(tensor)
            for name, weight in self.model.named_parameters()
            for key, tensor in self._adam.state[weight].items()
        }

    def load_optimizer_state(self, arrays):
        """Take what `optimizer_state` returned; KeyError or RuntimeError when it does not fit."""
        for name, weight in self.model.named_parameters():
            if weight.requires_grad:
                shapes = {"step": (), "exp_avg": weight.shape, "exp_avg_sq": weight.shape}
                self._adam.state[weight] = {
                    key: _to_torch(arrays[f"{key}/{name}"]).view(shape).to(self.device)
                    for key, shape in shapes.items()
                }

    def is_out_of_memory(self, error):
        """Tell whether an exception says that memory is full."""
        return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)

    def _join(self):
        """Join the processes until they end: those of torchrun cannot part and join again."""
        if not distributed.is_initialized():
            distributed.init_process_group(
                "cpu:gloo,cuda:nccl" if self.on_gpu else "gloo", timeout=_WAIT
            )
            atexit.register(distributed.destroy_process_group)

    def _on_device(self, array):
        tensor = torch.from_numpy(array)
        if self.device.type == "cuda":  # from pinned memory, so that the GPU is not waited for
            tensor = tensor.pin_memory()
        return tensor.to(self.device, non_blocking=True)


def _compute_in_this_thread_alone():
    """Keep PyTorch from using more threads for what a new thread computes."""
    with _setting_threads:
        of_new_threads = torch.get_num_threads()
        torch.set_num_threads(1)  # sets what new threads get as well
        back = threading.Thread(target=torch.set_num_threads, args=(of_new_threads,))
        back.start()
        back.join()


def _own_random_numbers():
    """Leave the random numbers that others draw from PyTorch's global generators as they were."""
    return torch.random.fork_rng(devices=range(torch.cuda.device_count()))


def _to_numpy(tensor):
    return tensor.detach().cpu().numpy().copy()


def _to_torch(array):
    # A copy: what is loaded into the optimizer must not change in the caller's hands.
    return torch.from_numpy(np.array(array))
