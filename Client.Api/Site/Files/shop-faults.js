/** The panel "Break it": causes faults in this engine. The page shows how each row is made meanwhile. */

import { faultsNow, setFault } from './shop-engine.js';
import { h } from './shop-parts.js';

const EVERY_MS = 2_000;
const ROUNDS = 15;
const FAULTS = {
  slowStore: ['Slow store', 'The event log answers two seconds late.'],
  lostModel: ['Lost model', 'No model version can be read.'],
  lostSilo: ['Lost silo', 'The process that holds the shoppers does not answer.'],
};

let timer;

/** Makes the panel. `refresh` loads the rows of the page again. */
export function faultPanel(refresh) {
  const list = h('ul.faults', {});
  const show = ({ faults }) =>
    list.replaceChildren(...faults.map(({ name, on }) => fault(name, on, (wanted) => change(name, wanted))));
  const change = async (name, on) => {
    show(await setFault(name, on));
    list.querySelector(`[data-fault=${name}]`)?.focus();
    follow(refresh);
  };
  faultsNow().then(show, () => {});
  return h(
    'section',
    {},
    h('h3', {}, 'Break it'),
    h('p.hint', {}, 'Cause a fault and look at the rows: they stay, and say how they are made.'),
    list,
  );
}

function fault(name, on, change) {
  const [title, about] = FAULTS[name] ?? [name, ''];
  return h(
    'li',
    {},
    h(
      'button.switch',
      {
        type: 'button',
        role: 'switch',
        'aria-checked': String(on),
        data: { fault: name },
        onclick: () => change(!on).catch(() => {}),
      },
      h('span', {}, h('strong', {}, title), h('small', {}, about)),
      h('i', { 'aria-hidden': 'true' }),
    ),
  );
}

/** Loads the rows again for half a minute: a fault and its end take a moment to be noticed. */
function follow(refresh) {
  clearInterval(timer);
  let rounds = ROUNDS;
  const load = () => Promise.resolve(refresh()).catch(() => {});
  load();
  timer = setInterval(() => {
    load();
    if (--rounds === 0) {
      clearInterval(timer);
    }
  }, EVERY_MS);
}
