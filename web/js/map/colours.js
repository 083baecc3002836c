// The portal's colours as the map needs them. Style sheets write them in OKLCH
// and by scheme; MapLibre reads #rrggbb.

const names = ['sea', 'land', 'field', 'wood', 'built', 'house', 'road', 'road-line', 'control', 'ink', 'ink-soft', 'page-bg', 'accent-line'];

/** @returns {Record<string, string>} by token, as the element shows them now */
export function colours(element) {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const out = {};
  for (const name of names) {
    probe.style.color = `var(--${name})`;
    pen.fillStyle = getComputedStyle(probe).color;
    pen.fillRect(0, 0, 1, 1);
    out[name] = '#' + [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((v) => v.toString(16).padStart(2, '0')).join('');
  }
  probe.remove();
  return out;
}
