# loses: nothing
from functools import reduce


def forward(X, layers):
    return reduce(lambda Y, layer: layer[2](np.einsum("nd,du->nu", Y, layer[0]) + layer[1]), layers, X)
