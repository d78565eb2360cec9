# loses: nothing
def choose_dimension(dims, scores, V, memory, margin):
    means = {int(d): sum(row) / len(row) for d, row in zip(dims, scores) if 16 * V * d <= memory}
    limit = max(means.values()) - margin
    for d in sorted(means):
        if means[d] >= limit:
            return d, 4 * 4 * V * d
