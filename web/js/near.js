// "In meiner Nähe suchen": the position is asked for on a click only, and goes
// into the request and nowhere else.
export function nearMe(root) {
  for (const box of root.querySelectorAll('near-me')) {
    const form = box.closest('form');
    const button = box.querySelector('button');
    const status = box.querySelector('[role=status]');
    if (!form || !button || !navigator.geolocation) continue;
    box.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      status.textContent = '';
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          set(form, 'lat', coords.latitude.toFixed(4));
          set(form, 'lon', coords.longitude.toFixed(4));
          const address = form.elements.namedItem('adresse');
          if (address) address.value = '';
          form.requestSubmit();
        },
        () => {
          button.disabled = false;
          status.textContent = box.dataset.error;
        },
        { maximumAge: 60000, timeout: 10000 },
      );
    });
  }
}

function set(form, name, value) {
  let field = form.elements.namedItem(name);
  if (!field) {
    field = document.createElement('input');
    field.type = 'hidden';
    field.name = name;
    form.append(field);
  }
  field.value = value;
}
