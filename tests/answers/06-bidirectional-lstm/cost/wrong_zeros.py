# loses: cost-parameters cost-layers cost-steps cost-waiting
# says: at least one
def cost(d, u, n_layers, n_ways, T):
    return 0, 0, 0
