"""Training: its settings, and a loop for each framework; importing this imports no framework."""

from ticketcourse.training.config import TrainConfig

__all__ = ["TrainConfig"]
