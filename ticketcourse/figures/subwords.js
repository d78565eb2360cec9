// Byte-pair merges: the functions of ticketcourse/scratch/subwords.py. A pair is an array of two pieces.

// Pairs with their counts, the most frequent first; of equal ones the first in alphabetical order.
export function countPairs(pieces, counts) {
  const found = new Map();
  for (const [word, own] of Object.entries(pieces)) {
    own.slice(1).forEach((second, k) => {
      const key = `${own[k]} ${second}`;  // no piece has a space
      found.set(key, (found.get(key) ?? 0) + counts[word]);
    });
  }
  const pairs = [...found].map(([key, count]) => ({ pair: key.split(" "), count }));
  const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return pairs.sort((a, b) => b.count - a.count
    || before(a.pair[0], b.pair[0]) || before(a.pair[1], b.pair[1]));
}

export function mergePair(pieces, [first, second]) {
  const merged = [];
  for (let i = 0; i < pieces.length; i += 1) {
    if (pieces[i] === first && pieces[i + 1] === second) {
      merged.push(first + second);
      i += 1;
    } else merged.push(pieces[i]);
  }
  return merged;
}

export const applyMerges = (word, merges) => merges.reduce(mergePair, [...word]);

export function learnMerges(counts, n) {
  const merges = [];
  while (merges.length < n) {
    const pieces = Object.fromEntries(Object.keys(counts).map((word) => [word, applyMerges(word, merges)]));
    const [best] = countPairs(pieces, counts);
    if (!best) break;
    merges.push(best.pair);
  }
  return merges;
}
