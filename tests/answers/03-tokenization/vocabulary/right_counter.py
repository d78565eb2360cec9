# loses: nothing
from collections import Counter


def make_vocabulary(tickets, min_tickets):
    counts = Counter()
    for description, resolution in tickets:
        counts.update(set(description) | set(resolution))
    kept = sorted(token for token, n in counts.items() if n >= min_tickets)
    kept = sorted(kept, key=counts.get, reverse=True)
    return dict(zip(kept, range(3, 3 + len(kept))))
