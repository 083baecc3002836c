// Pins and clusters: buttons over the map, in the order of the list, so that a
// keyboard reaches each.
import { bounds, group, markText, stacked } from './group.js';

/** The closest scale of the map. */
export const finest = 18;

/**
 * @param {{open: (members: object[], from: HTMLElement) => void, close: () => void}} told
 * @returns {{set: (features: object[]) => void}}
 */
export function marks(canvas, frame, words, told) {
  const box = document.createElement('div');
  box.className = 'map-marks';
  const skip = document.createElement('a');
  skip.className = 'map-skip';
  skip.href = '#nach-der-karte';
  skip.textContent = words.skip;
  const after = document.createElement('span');
  after.id = 'nach-der-karte';
  after.tabIndex = -1;
  frame.prepend(skip);
  canvas.getCanvasContainer().after(box);
  frame.after(after);

  let features = [];
  let shown = new Map(); // key → { button, at, members }
  let wanted = null; // the place that keeps the focus while its cluster opens

  const place = () => {
    for (const { button, at } of shown.values()) {
      const p = canvas.project(at);
      button.style.transform = `translate(${p.x.toFixed(1)}px, ${p.y.toFixed(1)}px)`;
    }
  };

  const renew = () => {
    const around = canvas.getBounds();
    const next = new Map();
    const inOrder = [];
    for (const g of group(features, canvas.getZoom())) {
      if (!around.contains(g.at)) continue;
      const key = g.members.map((f) => f.id).join(' ');
      const old = shown.get(key);
      const mark = old ?? { ...g, button: button(g.members, words) };
      if (!old) mark.button.addEventListener('click', () => choose(mark));
      next.set(key, mark);
      inOrder.push(mark.button);
    }
    const active = document.activeElement;
    const kept = [...shown.values()].find((m) => m.button === active);
    shown = next;
    // moving a button in the document takes the focus from it: only new ones are put in
    for (const old of [...box.children]) if (!inOrder.includes(old)) old.remove();
    inOrder.forEach((b, i) => {
      if (box.children[i] !== b) box.insertBefore(b, box.children[i] ?? null);
    });
    place();
    const id = wanted ?? (kept && document.activeElement !== kept.button ? kept.members[0].id : null);
    wanted = null;
    if (id) [...shown.values()].find((m) => m.members.some((f) => f.id === id))?.button.focus({ preventScroll: true });
  };

  const choose = ({ members, button: from }) => {
    if (members.length === 1 || stacked(members, finest)) {
      told.open(members, from);
      return;
    }
    told.close();
    wanted = members[0].id;
    canvas.fitBounds(bounds(members), { padding: 64, maxZoom: finest });
  };

  canvas.on('move', place);
  canvas.on('resize', place);
  canvas.on('moveend', renew);
  hover((id) => [...shown.values()].find((m) => m.members.some((f) => f.id === id))?.button);
  return {
    set(list) {
      features = list.toSorted((a, b) => (a.properties.number ?? Infinity) - (b.properties.number ?? Infinity));
      renew();
    },
  };
}

/** A row of the list that is pointed at or has the focus shows its pin. */
function hover(find) {
  const list = document.querySelector('.finder');
  if (!list) return;
  let lit;
  const light = (event) => {
    const id = event.target.closest('[data-place]')?.dataset.place;
    lit?.classList.remove('lit');
    lit = id && event.type !== 'mouseleave' ? find(id) : undefined;
    lit?.classList.add('lit');
  };
  for (const type of ['mouseover', 'focusin', 'mouseleave']) list.addEventListener(type, light);
}

function button(members, words) {
  const numbers = members.map((f) => f.properties.number).filter(Boolean);
  const text = markText(numbers, members.length);
  const b = document.createElement('button');
  b.type = 'button';
  b.className = numbers.length > 0 || members[0].properties.chosen ? 'map-pin' : members.length > 1 ? 'map-cluster' : 'map-dot';
  b.setAttribute('aria-label', name(members, numbers, text, words));
  const head = document.createElement('span');
  head.textContent = text;
  b.append(head);
  return b;
}

/** What a screen reader says; it begins with what is seen. */
function name(members, numbers, text, words) {
  const one = members.length === 1;
  const word = one ? (numbers.length > 0 ? words.pin : words.place) : stacked(members, finest) ? words.stack : words.cluster;
  const said = word.replace(/\{(\w+)\}/g, (_, key) => ({ n: members.length, numbers: text, name: members[0].properties.title })[key]);
  return one || numbers.length === 0 ? said : `${text}: ${said}`;
}
