# loses: nothing
from ticketcourse.scratch import count_pairs, merge_pair


def learn(counts, n_merges):
    pieces = {word: [*word, "_"] for word in counts}
    merges = []
    while len(merges) < n_merges:
        pairs = sorted(count_pairs(pieces, counts).items(), key=lambda one: (-one[1], one[0]))
        if not pairs or pairs[0][1] == 1:
            break
        best = pairs[0][0]
        merges.append(best)
        for word in pieces:
            pieces[word] = merge_pair(pieces[word], best)
    return [f"{first} {second}" for first, second in merges]
