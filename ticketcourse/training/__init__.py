"""Training: its settings, and one loop for every framework; importing this imports none."""

from ticketcourse.training.config import TrainConfig

__all__ = ["TrainConfig"]
