// A form that is about to be sent holds a task for the browser. It costs a
// telephone a moment and whoever sends thousands a lot; nobody has to read
// blurred letters. Without script the letter with the link is enough.

const patience = 20000; // ms; then the form is sent as it is

/** Wires every <proof-of-work> of the page. */
export function proofs() {
  customElements.define('proof-of-work', ProofOfWork);
}

class ProofOfWork extends HTMLElement {
  connectedCallback() {
    const form = this.closest('form');
    const answer = this.querySelector('input');
    const status = this.querySelector('[role=status]');
    if (!form || !answer || !window.Worker) return;
    const solved = solve(this.dataset.worker, this.dataset.task).then((counter) => {
      answer.value = counter;
      return true;
    });
    let done = false;
    const end = Promise.race([solved, new Promise((resolve) => setTimeout(resolve, patience))])
      .catch(() => false)
      .finally(() => { done = true; });
    form.addEventListener('submit', (event) => {
      if (done) return;
      event.preventDefault();
      if (this.held) return;
      this.held = true;
      status.textContent = this.dataset.busy;
      end.then(() => form.submit());
    });
  }
}

function solve(worker, task) {
  return new Promise((resolve, reject) => {
    const helper = new Worker(worker, { type: 'module' });
    helper.onmessage = ({ data }) => {
      helper.terminate();
      resolve(data);
    };
    helper.onerror = () => {
      helper.terminate();
      reject(new Error('the task was not solved'));
    };
    helper.postMessage(task);
  });
}
