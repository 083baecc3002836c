// The drawings: read, shortened, checked. They are the project's own work.
import { readFileSync, readdirSync } from 'node:fs';

const limit = 6 * 1024;

/** @returns {[string, Buffer][]} name with ending and content, by name */
export function pictures(folder) {
  return readdirSync(folder)
    .filter((f) => f.endsWith('.svg'))
    .sort()
    .map((f) => [f, check(f, shorten(readFileSync(new URL(f, folder), 'utf8')))]);
}

function shorten(svg) {
  return svg.replace(/<!--[\s\S]*?-->/g, '').replace(/>\s+</g, '><').replace(/\s+/g, ' ').trim() + '\n';
}

function check(file, svg) {
  if (!/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/.test(svg)) throw new Error(`${file}: must begin with <svg xmlns=…`);
  if (/<(script|text|image|style|foreignObject)\b/.test(svg) || /\b(on[a-z]+=|href="[^#])/.test(svg)) {
    throw new Error(`${file}: no text, script, style, picture or reference in a drawing`);
  }
  const data = Buffer.from(svg);
  if (data.length > limit) throw new Error(`${file}: ${data.length} bytes, more than 6 KB`);
  return data;
}
