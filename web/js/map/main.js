// The map itself: MapLibre on our own archive, with the places of the list.
import { Map as Canvas, addProtocol, prewarm, setWorkerUrl } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { controls, sectionLink } from './controls.js';
import { finest, marks } from './marks.js';
import { popups } from './popup.js';
import { style } from './style.js';

const protocol = new Protocol();

/**
 * Draws the map into a <portal-map>.
 * @param {HTMLElement} host
 * @param {Promise<object>} points  the places as GeoJSON
 * @returns {Promise<{focus: () => void}>} once it is painted
 */
export async function show(host, points) {
  const words = JSON.parse(host.dataset.words);
  setWorkerUrl(new URL(host.dataset.worker, location.href).href);
  prewarm(); // the worker starts while the archive's head comes
  addProtocol('pmtiles', protocol.tile);
  const archive = new PMTiles(new URL(host.dataset.archive, location.href).href);
  protocol.add(archive);
  const [header, meta] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  const look = () => style(host, archive.source.getKey(), header, meta);

  const stage = host.querySelector('.map-stage');
  const frame = document.createElement('div');
  frame.className = 'map-live';
  stage.append(frame);
  const canvas = new Canvas({
    container: frame,
    style: look(),
    ...firstView(host.dataset),
    maxZoom: finest,
    minZoom: Math.max(0, header.minZoom - 1),
    renderWorldCopies: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maplibreLogo: false,
    attributionControl: false, // stands below the map, with and without script
    cooperativeGestures: true,
    fadeDuration: 0,
    locale: {
      'Map.Title': words.title,
      'Popup.Close': words.close,
      'CooperativeGesturesHandler.WindowsHelpText': words.gesture,
      'CooperativeGesturesHandler.MacHelpText': words.gesture_mac,
      'CooperativeGesturesHandler.MobileHelpText': words.gesture_touch,
    },
  });
  canvas.touchZoomRotate.disableRotation();
  canvas.keyboard.disableRotation();
  await painted(canvas).catch((error) => {
    canvas.remove();
    frame.remove();
    throw error;
  });
  stage.querySelector('picture').hidden = true;
  const credit = host.querySelector('figcaption');
  if (credit) credit.hidden = false;
  host.querySelector('.map-open').hidden = true;

  for (const scheme of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)']) {
    matchMedia(scheme).addEventListener('change', () => canvas.setStyle(look()));
  }
  controls(canvas, frame, words);
  const told = popups(canvas, frame, words);
  const pins = marks(canvas, frame, words, told);
  if (host.classList.contains('map-beside')) sectionLink(canvas, frame, words);
  await keepFilled(canvas, host, pins, await points);
  return { focus: () => canvas.getCanvas().focus({ preventScroll: false }) };
}

/** @returns where the map begins; a single place gets its surroundings. */
function firstView({ view, zoom }) {
  const [west, south, east, north] = view.split(',').map(Number);
  if (west === east && south === north) return { center: [west, south], zoom: Number(zoom) };
  return { bounds: [west, south, east, north], fitBoundsOptions: { padding: 48, maxZoom: Number(zoom) } };
}

/** The first picture that is complete, or the reason why there is none. */
function painted(canvas) {
  return new Promise((done, failed) => {
    canvas.once('load', done);
    canvas.on('error', ({ error }) => {
      if (!canvas.loaded()) failed(error);
      console.warn(error);
    });
  });
}

/** Shows the places; where there are more than were sent, those of the section. */
async function keepFilled(canvas, host, pins, first) {
  pins.set(first.features);
  if (first.complete) return;
  const note = host.querySelector('[role=status]');
  host.querySelector('.map-open').hidden = false;
  let asked;
  const more = async () => {
    asked?.abort();
    asked = new AbortController();
    const address = new URL(host.dataset.points, location.href);
    const b = canvas.getBounds();
    address.searchParams.delete('seite');
    address.searchParams.set('bbox', [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((v) => v.toFixed(5)).join(','));
    const answer = await fetch(address, { signal: asked.signal }).then((a) => (a.ok ? a.json() : undefined), () => undefined);
    if (!answer) return;
    const numbered = first.features.filter((f) => f.properties.number);
    const known = new Set(numbered.map((f) => f.id));
    pins.set([...numbered, ...answer.features.filter((f) => !known.has(f.id))]);
    note.textContent = answer.complete ? '' : JSON.parse(host.dataset.words).some;
  };
  canvas.on('moveend', more);
  await more();
}
