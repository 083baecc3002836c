// What the list says about a place, on the map. All places of one position
// stand in one popup.
import { Popup } from 'maplibre-gl';

export function popups(canvas, frame, words) {
  let open; // { popup, from }

  const close = (back) => {
    if (!open) return;
    const { popup, from } = open;
    open = undefined;
    popup.remove();
    from.removeAttribute('aria-expanded');
    if (back && from.isConnected) from.focus({ preventScroll: true });
  };

  frame.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    close(true);
  });

  return {
    close: () => close(false),
    open(members, from) {
      close(false);
      const popup = new Popup({ offset: distance(from), maxWidth: '19rem', focusAfterOpen: false, closeOnClick: true })
        .setLngLat(members[0].geometry.coordinates)
        .setDOMContent(content(members, words))
        .addTo(canvas);
      open = { popup, from };
      from.setAttribute('aria-expanded', 'true');
      const box = popup.getElement();
      box.setAttribute('role', 'dialog');
      box.setAttribute('aria-label', members.length > 1 ? words.stack.replace('{n}', members.length) : members[0].properties.title);
      popup.on('close', () => { if (open?.popup === popup) close(box.contains(document.activeElement) || document.activeElement === document.body); });
      box.querySelector('a')?.focus({ preventScroll: true });
      intoView(canvas, frame, box);
    },
  };
}

/** Pixels between the place and the popup: a pin stands above its place, a ring around it. */
function distance(from) {
  const [head, foot] = from.classList.contains('map-pin') ? [48, 6] : [22, 22];
  return {
    bottom: [0, -head], 'bottom-left': [0, -head], 'bottom-right': [0, -head],
    top: [0, foot], 'top-left': [0, foot], 'top-right': [0, foot],
    left: [28, -foot], right: [-28, -foot], center: [0, 0],
  };
}

/** Moves the map as far as the popup reaches over its edge. */
function intoView(canvas, frame, box) {
  const [b, f] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
  const over = (low, high, least, most) => (low < least ? low - least : high > most ? Math.min(high - most, low - least) : 0);
  const by = [over(b.left, b.right, f.left + 8, f.right - 8), over(b.top, b.bottom, f.top + 8, f.bottom - 8)];
  if (by[0] || by[1]) canvas.panBy(by);
}

function content(members, words) {
  if (members.length === 1) return entry(members[0].properties, 'div');
  const all = document.createElement('div');
  const head = document.createElement('p');
  head.className = 'map-count';
  head.textContent = words.stack.replace('{n}', members.length);
  const list = document.createElement('ul');
  list.append(...members.map((f) => entry(f.properties, 'li')));
  all.append(head, list);
  return all;
}

function entry(p, tag) {
  const box = document.createElement(tag);
  box.className = 'map-entry';
  const title = document.createElement('p');
  const link = document.createElement('a');
  link.href = p.url;
  link.textContent = p.number ? `${p.number}. ${p.title}` : p.title;
  if (p.lang) link.lang = p.lang;
  title.className = 'map-name';
  title.append(link);
  box.append(title);
  for (const line of [p.category, p.address]) if (line) box.append(paragraph(line));
  if (p.tel) {
    const call = document.createElement('a');
    call.href = p.tel;
    call.textContent = p.phone;
    box.append(paragraph(call));
  }
  return box;
}

function paragraph(content) {
  const p = document.createElement('p');
  p.append(content);
  return p;
}
