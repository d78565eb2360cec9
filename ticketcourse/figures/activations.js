// Activations and their gradients, as in ticketcourse.scratch.

// Φ(z), the normal distribution: Marsaglia's series (2004), exact to the last digits for |z| < 7.
function normal(z) {
  let term = z, sum = z;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) { term *= (z * z) / k; sum += term; }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

// Each activation and its gradient.
export const ACTIVATIONS = {
  ReLU: [(z) => Math.max(0, z), (z) => (z > 0 ? 1 : 0)],
  sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  GELU: [(z) => z * normal(z), (z) => normal(z) + z * density(z)],
};

// Shares of e^z; no exponent is above 0.
export function softmax(z) {
  const largest = Math.max(...z), e = z.map((v) => Math.exp(v - largest));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
}
