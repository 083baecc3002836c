// Suggestions while typing: an editable combobox with a listbox after the ARIA
// authoring practices. Without script the form works as it is. What is typed
// goes to the portal itself and is kept nowhere.

const pause = 120; // milliseconds after the last key
const shortest = 2;

class SuggestWords extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector('input');
    if (!this.input || this.list) return;
    this.list = document.createElement('ul');
    this.list.id = `${this.input.id}-vorschlaege`;
    this.list.className = 'suggestions';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', this.dataset.label);
    this.list.hidden = true;
    this.status = document.createElement('span');
    this.status.className = 'sr';
    this.status.setAttribute('role', 'status');
    this.append(this.list, this.status);
    const a = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id };
    for (const [name, value] of Object.entries(a)) this.input.setAttribute(name, value);
    this.input.addEventListener('input', () => this.later());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('blur', () => this.close());
    // the field keeps the focus while an option is pressed
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.choose(option);
    });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < shortest) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(typed), pause);
  }

  async ask(typed) {
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.from}?q=${encodeURIComponent(typed)}`, { signal: this.request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { items } = await answer.json();
      if (typed === this.input.value.trim() && document.activeElement === this.input) this.show(items);
    } catch {
      this.close(); // a comfort only: the form works all the same
    }
  }

  show(items) {
    this.list.replaceChildren(...items.map((item, i) => this.option(item, i)));
    this.mark(null);
    this.list.hidden = items.length === 0;
    this.input.setAttribute('aria-expanded', String(items.length > 0));
    this.status.textContent = this.count(items.length);
  }

  count(n) {
    if (n === 0) return this.dataset.none;
    return n === 1 ? this.dataset.one : this.dataset.many.replace('{n}', String(n));
  }

  option({ text, kind }, i) {
    const li = document.createElement('li');
    li.id = `${this.list.id}-${i}`;
    li.setAttribute('role', 'option');
    li.setAttribute('aria-selected', 'false');
    li.dataset.text = text;
    const words = document.createElement('span');
    words.textContent = text;
    li.append(words);
    if (kind) {
      const what = document.createElement('span');
      what.className = 'soft s';
      what.textContent = kind;
      li.append(' ', what);
    }
    return li;
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.mark(null);
    this.input.setAttribute('aria-expanded', 'false');
    this.status.textContent = '';
  }

  mark(option) {
    this.current?.setAttribute('aria-selected', 'false');
    this.current = option;
    if (!option) {
      this.input.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    this.input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  }

  choose(option) {
    this.input.value = option.dataset.text;
    this.close();
    this.closest('form').requestSubmit();
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = {
      ArrowDown: () => this.step(1, event),
      ArrowUp: () => this.step(-1, event),
      Home: () => this.edge(0, event),
      End: () => this.edge(this.input.value.length, event),
      Escape: () => this.escape(event),
      Enter: () => this.enter(event),
    }[event.key];
    act?.();
  }

  step(by, event) {
    const all = [...this.list.children];
    if (this.list.hidden || event.altKey) {
      if (event.altKey && by < 0) this.close();
      else this.later();
      event.preventDefault();
      return;
    }
    event.preventDefault();
    const at = all.indexOf(this.current);
    const next = at < 0 && by < 0 ? all.length - 1 : at + by;
    this.mark(all[next] ?? null); // beyond an end the field itself is current again
  }

  // Home and End move the cursor in the field, as the practices say.
  edge(at, event) {
    if (this.list.hidden || event.shiftKey) return;
    event.preventDefault();
    this.mark(null);
    this.input.setSelectionRange(at, at);
  }

  escape(event) {
    if (this.list.hidden) return; // the browser empties a search field itself
    event.preventDefault();
    this.close();
  }

  enter(event) {
    if (!this.current) return;
    event.preventDefault();
    this.choose(this.current);
  }
}

export function suggestions() {
  customElements.define('suggest-words', SuggestWords);
}
