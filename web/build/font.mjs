// Cuts the text face to the letters that the portals write in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const source = '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2';

const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join('');
// German, Danish and the letters of names from next door (Swedish, Polish has its fallback, French)
const letters = 'ÄÖÜäöüßẞÆØÅæøåÉÈÊËéèêëÀÁÂàáâÇçÍÎÏíîïÑñÓÔóôÚÛúû';
// quotes, dashes, spaces, signs and arrows of running text
const signs = '\u00a0\u00ad§©®°±²³·×½¼¾€–—‘’‚“”„†•…‹›«»−→←↑↓′″ªº¡¿÷';

/** @returns {Promise<Buffer>} a WOFF2 file of at most 20 KB with the weights 400 to 700 */
export async function font() {
  const data = await subsetFont(readFileSync(require.resolve(source)), ascii + letters + signs, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
  });
  if (data.length > 20 * 1024) throw new Error(`the font has ${data.length} bytes, more than 20 KB`);
  return data;
}
