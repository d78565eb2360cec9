// The forward pass of the pocket model: the functions of ticketcourse.scratch for one ticket. Each
// returns everything that it computed. `pocket` is what LivePocket in live_pocket.py hands over.
import { sigmoid, softmax } from "./activations.js";

const NEW_WORD = /(0x[0-9a-fA-F]+)|(?=[A-Z])(?:(?<=[a-z])|(?<=[A-Z])(?=[A-Z][a-z]{2}))/g;
const TOKEN = /0x[0-9a-f]+|[\p{L}\p{Nl}\p{No}]+(?:'[\p{L}\p{Nl}\p{No}]+)?|\p{Nd}+|[?!]/gu;
const PADDING = 0;
export const UNKNOWN = 1;

export const add = (a, b) => a.map((v, k) => v + b[k]);
export const dot = (a, b) => a.reduce((sum, v, k) => sum + v * b[k], 0);
export const scaled = (a, factor) => a.map((v) => v * factor);
const zeros = (size) => Array(size).fill(0);
const column = (W, k) => W.map((row) => row[k]);
export const dense = (x, W, b) => b.map((bias, k) => dot(x, column(W, k)) + bias);

export function tokenise(text) {
  const plain = text.normalize("NFKC").replaceAll("’", "'");
  return plain.replace(NEW_WORD, (match) => match || " ").toLowerCase().match(TOKEN) ?? [];
}

export function encode(text, vocabulary) {
  return tokenise(text).map((token) => vocabulary[token] ?? UNKNOWN);
}

// One step. `forced` may hold a number for i, f or o: it replaces that gate in every unit.
export function lstmCell(x, h, c, W, b, forced = {}) {
  const u = h.length, z = dense([...h, ...x], W, b);
  const part = (k) => z.slice(k * u, (k + 1) * u);
  const gate = (name, k) => {
    const value = forced[name] ?? null;
    return value === null ? part(k).map(sigmoid) : Array(u).fill(value);
  };
  const i = gate("i", 0), f = gate("f", 1), c_tilde = part(2).map(Math.tanh), o = gate("o", 3);
  const c_new = c.map((v, k) => f[k] * v + i[k] * c_tilde[k]);
  const h_new = c_new.map((v, k) => o[k] * Math.tanh(v));
  return { x, h_before: h, c_before: c, z, i, f, c_tilde, o, c: c_new, h: h_new };
}

// One step for each id; padding keeps h and c.
function lstm(X, ids, W, b) {
  let h = zeros(b.length / 4), c = h;
  return X.map((x, t) => {
    const step = ids[t] === PADDING ? { h, c } : lstmCell(x, h, c, W, b);
    ({ h, c } = step);
    return step;
  });
}

// Turned round by its own length; the padding stays where it is.
function reverse(list, ids) {
  const length = ids.filter((id) => id !== PADDING).length;
  return list.map((_, t) => list[t < length ? length - 1 - t : t]);
}

export function encoder(pocket, text, ids) {
  const params = pocket.parameters, name = `${text}_encoder.lstm.0`;
  const X = ids.map((id) => params["embedding.E"][id]);
  const forward = lstm(X, ids, params[`${name}.forward.W`], params[`${name}.forward.b`]);
  const turned = lstm(reverse(X, ids), ids, params[`${name}.backward.W`], params[`${name}.backward.b`]);
  const backward = reverse(turned, ids);
  const H = X.map((_, t) => [...forward[t].h, ...backward[t].h]);
  return { ids, X, forward, backward, H };
}

// Every row of X asks every row of memory. `real` says which rows of memory count.
export function attention(pocket, name, X, memory, { real = memory.map(() => true), scale = true } = {}) {
  const p = (key) => pocket.parameters[`${name}_attention.${key}`];
  const d = p("b_Q").length, d_k = d / pocket.n_heads;
  const project = (rows, role) => rows.map((row) => dense(row, p(`W_${role}`), p(`b_${role}`)));
  const [q, k, v] = [project(X, "Q"), project(memory, "K"), project(memory, "V")];
  const heads = Array.from({ length: pocket.n_heads }, (_, head) => {
    const [Q, K, V] = [q, k, v].map((rows) => rows.map((row) => row.slice(head * d_k, (head + 1) * d_k)));
    const products = Q.map((query) => K.map((key) => dot(query, key))), divisor = scale ? Math.sqrt(d_k) : 1;
    const scores = products.map((row) => row.map((s, t) => (real[t] ? s / divisor : -Infinity)));
    const weights = scores.map(softmax);
    const context = weights.map((row) => row.reduce((sum, w, t) => add(sum, scaled(V[t], w)), zeros(d_k)));
    return { Q, K, V, products, scores, weights, context };
  });
  const output = X.map((_, t) => (memory.length
    ? dense(heads.flatMap((head) => head.context[t]), p("W_O"), p("b_O"))
    : zeros(d)));  // nothing was asked
  return { d_k, heads, output };
}

// For each feature its largest value, and which token has it.
function maximum(H, size) {
  const values = zeros(size), tokens = Array(size).fill(null);
  H.forEach((row, t) => row.forEach((v, k) => {
    if (tokens[k] === null || v > values[k]) [values[k], tokens[k]] = [v, t];
  }));
  return { values, tokens };
}

// The whole model, for one ticket without padding.
export function classify(pocket, description, resolution) {
  const params = pocket.parameters;
  const read = (text, words) => ({
    tokens: tokenise(words), ...encoder(pocket, text, encode(words, pocket.vocabulary)),
  });
  const texts = { description: read("description", description), resolution: read("resolution", resolution) };
  const asks = {}, pooled = {};
  for (const [name, other] of [["description", "resolution"], ["resolution", "description"]]) {
    asks[name] = attention(pocket, name, texts[name].H, texts[other].H);
    const joined = texts[name].H.map((row, t) => add(row, asks[name].output[t]));
    pooled[name] = { joined, ...maximum(joined, params[`${name}_attention.b_O`].length) };
  }
  const features = [...pooled.description.values, ...pooled.resolution.values];
  const logits = dense(features, params["classification.W"], params["classification.b"]);
  return { texts, asks, pooled, features, logits, probabilities: logits.map(sigmoid) };
}
