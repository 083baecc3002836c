// Small comforts for browsers with script. Every page works without them.
import { nearMe } from './near.js';
import { likeness } from './likeness.js';
import { maps } from './portal-map.js';
import { proofs } from './proof.js';
import { shareButtons } from './share.js';
import { suggestions } from './suggest.js';

// Buttons that need script stand hidden in the page until it is here.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
shareButtons(document);
nearMe(document);
maps();
suggestions();
likeness();
proofs();

// The region menu closes with Escape and gives the focus back, and closes when
// something else on the page gets it.
for (const menu of document.querySelectorAll('details.region')) {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// A form that came back with errors shows them first.
document.querySelector('.errsum')?.focus();
