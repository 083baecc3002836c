// Looks for the counter that makes SHA-256 of "task:counter" begin with as many
// zero bits as the second part of the task says. SHA-256 by FIPS 180-4; the
// browser's own answers each time by a promise, which takes far longer.

const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const start = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

/** One block of 64 bytes, as sixteen big-endian words, into the state. */
function block(state, words, at) {
  for (let i = 0; i < 16; i++) W[i] = words[at + i];
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15];
    const b = W[i - 2];
    const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** SHA-256 of a text of ASCII, as eight words. */
export function sha256(text) {
  const length = text.length;
  const words = new Int32Array(((length + 8) >> 6) * 16 + 16);
  for (let i = 0; i < length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8);
  words[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
  words[words.length - 1] = length * 8;
  const state = Int32Array.from(start);
  for (let at = 0; at < words.length; at += 16) block(state, words, at);
  return state;
}

function zeros(state) {
  let n = 0;
  for (const word of state) {
    n += Math.clz32(word);
    if (word !== 0) break;
  }
  return n;
}

/** The first counter that solves the task. */
export function solve(task) {
  const hard = Number(task.split('.')[1]);
  if (!(hard > 0 && hard <= 24)) return '';
  for (let n = 0; ; n++) if (zeros(sha256(`${task}:${n}`)) >= hard) return String(n);
}

if (typeof self !== 'undefined' && typeof document === 'undefined') self.onmessage = ({ data }) => self.postMessage(solve(data));
