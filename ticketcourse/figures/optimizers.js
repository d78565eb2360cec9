// Losses of two parameters, and optimizers that walk on them, as in ticketcourse.scratch.

// Each loss with its gradient at θ.
export const LOSSES = {
  "long valley": [
    ([a, b]) => 0.25 * a ** 2 + 3 * b ** 2,
    ([a, b]) => [0.5 * a, 6 * b],
  ],
  "two hollows": [
    ([a, b]) => 0.5 * (a ** 2 - 1) ** 2 + 0.3 * a + b ** 2,
    ([a, b]) => [2 * a * (a ** 2 - 1) + 0.3, 2 * b],
  ],
};

// Each optimizer as a function from the learning rate to its step, which keeps what it remembers.
export const OPTIMIZERS = {
  SGD: (rate) => (theta, g) => theta.map((v, k) => v - rate * g[k]),
  momentum: (rate, beta = 0.9) => {
    let v = [0, 0];
    return (theta, g) => {
      v = v.map((old, k) => beta * old + g[k]);
      return theta.map((value, k) => value - rate * v[k]);
    };
  },
  Adam: (rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8) => {
    let m = [0, 0], v = [0, 0], t = 0;
    return (theta, g) => {
      t += 1;
      m = m.map((old, k) => beta1 * old + (1 - beta1) * g[k]);
      v = v.map((old, k) => beta2 * old + (1 - beta2) * g[k] ** 2);
      return theta.map((value, k) => value - (rate * (m[k] / (1 - beta1 ** t)))
        / (Math.sqrt(v[k] / (1 - beta2 ** t)) + epsilon));
    };
  },
};

// All places from the start on, up to the one that is too far away to come back.
export function walk(loss, optimizer, rate, start, steps) {
  const gradient = LOSSES[loss][1], step = OPTIMIZERS[optimizer](rate), places = [start];
  while (places.length <= steps && places.at(-1).every((v) => Math.abs(v) < 1e3)) {
    places.push(step(places.at(-1), gradient(places.at(-1))));
  }
  return places;
}
