// While somebody writes down an event or a place: what may be there already,
// and places to choose from. Without script both stand on the next step.

const rest = 400; // ms of quiet before anything is asked
const shortest = 4;

/** Wires every <likely-twins> and <likely-venues> of the page. */
export function likeness() {
  customElements.define('likely-twins', LikelyTwins);
  customElements.define('likely-venues', LikelyVenues);
}

class Likely extends HTMLElement {
  connectedCallback() {
    this.form = this.closest('form');
    this.input = this.form?.elements.namedItem(this.field);
    if (!this.input) return;
    this.input.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), rest);
    });
    this.prepare?.();
  }

  async ask() {
    const query = new URLSearchParams({ feld: this.field });
    for (const name of ['titel', 'ort', 'strasse', 'stadt']) {
      const value = this.form.elements.namedItem(name)?.value?.trim();
      if (value) query.set(name, value);
    }
    this.waiting?.abort();
    if (this.input.value.trim().length < shortest) return this.show('');
    this.waiting = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.src}?${query}`, { signal: this.waiting.signal, credentials: 'omit' });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // Nothing is lost: the next step says the same.
    }
  }
}

class LikelyTwins extends Likely {
  field = 'titel';

  // A polite live region: it is only spoken of when it says something new.
  show(html) {
    if (html === this.last) return;
    this.last = html;
    this.innerHTML = html;
  }
}

class LikelyVenues extends Likely {
  field = 'ort';

  prepare() {
    this.list = document.createElement('datalist');
    this.list.id = 'orte-liste';
    this.append(this.list);
    this.input.setAttribute('list', this.list.id);
  }

  show(html) {
    this.list.innerHTML = html;
  }
}
