// Buttons on the map, and the link that makes its section a filter of the list.

const signs = { in: 'M5 12h14M12 5v14', out: 'M5 12h14' };

/** Two buttons for the scale, for those who have no wheel and no two fingers. */
export function controls(canvas, frame, words) {
  const bar = document.createElement('div');
  bar.className = 'map-zoom';
  for (const [way, word] of [['in', words.zoom_in], ['out', words.zoom_out]]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', word);
    button.title = word;
    button.append(icon(signs[way]));
    button.addEventListener('click', () => (way === 'in' ? canvas.zoomIn() : canvas.zoomOut()));
    bar.append(button);
  }
  frame.append(bar);
  const bound = () => {
    bar.children[0].disabled = canvas.getZoom() >= canvas.getMaxZoom() - 0.01;
    bar.children[1].disabled = canvas.getZoom() <= canvas.getMinZoom() + 0.01;
  };
  canvas.on('zoomend', bound);
  bound();
}

function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(svg.namespaceURI, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

/** Stands on the map once a person has moved it. */
export function sectionLink(canvas, frame, words) {
  const link = document.createElement('a');
  link.className = 'btn btn-2 map-section';
  link.textContent = words.section;
  link.hidden = true;
  frame.append(link);
  canvas.on('moveend', () => {
    const b = canvas.getBounds();
    const target = new URL(location.href);
    target.hash = '';
    target.searchParams.delete('seite');
    target.searchParams.set('bbox', [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(4)).join(','));
    link.href = target.href;
    link.hidden = false;
  });
}
