"""Sizes that make a test quick."""

from ticketcourse import ModelConfig, TrainConfig

SMALL = ModelConfig(embedding_dim=12, units=6, n_heads=2, wide=False)
QUICK = TrainConfig(epochs=3, learning_rate=1e-2, progress=False)
