// <portal-map>: a still picture that turns into a map. The map's own script is
// large, so it comes only when the map is shown: on a click, or, beside a list
// on a wide screen, when it is seen.
class PortalMap extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector('.map-open button');
    if (!this.button || !this.dataset.script) return;
    this.button.hidden = false;
    this.button.addEventListener('click', () => this.open(true));
    for (const link of document.querySelectorAll(`a[href="#${this.id}"]`)) {
      link.addEventListener('click', () => this.open(true));
    }
    if (location.hash === `#${this.id}`) this.open(false);
    else if (this.classList.contains('map-beside')) this.watch();
  }

  /** Draws the map as soon as it stands beside the list and is seen. */
  watch() {
    if (navigator.connection?.saveData || !matchMedia('(min-width: 60rem)').matches) return;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((e) => e.isIntersecting)) return;
      seen.disconnect();
      this.open(false);
    });
    seen.observe(this);
  }

  /** Loads the script and draws; focus goes onto the map where a person asked for it. */
  open(focus) {
    this.drawn ??= this.draw().catch((error) => {
      this.querySelector('[role=status]').textContent = JSON.parse(this.dataset.words).failed;
      this.dataset.state = 'failed';
      console.warn(error);
    });
    if (focus) this.drawn.then((map) => map?.focus());
  }

  async draw() {
    const begun = performance.now();
    this.button.hidden = true;
    const script = import(this.dataset.script);
    fetch(this.dataset.worker).catch(() => undefined); // into the browser's cache beside the script
    const style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = this.dataset.style;
    const styled = new Promise((done, failed) => {
      style.onload = done;
      style.onerror = () => failed(new Error('no style sheet'));
    });
    document.head.append(style);
    const points = fetch(this.dataset.points).then((answer) => {
      if (!answer.ok) throw new Error(`points: ${answer.status}`);
      return answer.json();
    });
    for (const promise of [points, script, styled]) promise.catch(() => undefined); // told below
    const [{ show }] = await Promise.all([script, styled]);
    const map = await show(this, points);
    this.dataset.state = 'drawn';
    this.dataset.paint = Math.round(performance.now() - begun); // milliseconds, for the checks
    return map;
  }
}

/** Makes the element known; a page without one costs nothing. */
export const maps = () => customElements.define('portal-map', PortalMap);
