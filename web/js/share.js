// Sharing: the device's own dialogue where it has one, else the address goes
// to the clipboard and the button says so in the page's language.

/** Shows and wires every <button data-share data-copied="…"> below root. */
export function shareButtons(root) {
  for (const button of root.querySelectorAll('button[data-share]')) {
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener('click', () => share(button));
  }
}

async function share(button) {
  const address = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
  if (navigator.share) {
    // closing the dialogue without choosing is no failure
    await navigator.share({ title: document.title, url: address }).catch(() => undefined);
    return;
  }
  await navigator.clipboard.writeText(address);
  const word = button.querySelector('[data-word]');
  if (word) word.textContent = button.dataset.copied;
}
