# loses: compare-nearest compare-split compare-best compare-tie
# says: the same for all poolings
def compare(pooled, y, n_train):
    narrowest = min(pooled, key=lambda name: pooled[name].shape[1])
    return {name: 0.5 for name in pooled}, narrowest
