/** The drawer "What the engine knows": profile, events and how this page was made. Live by server-sent events. */

import { client, followProfile, hasFaults, itemsOf } from './shop-engine.js';
import { faultPanel } from './shop-faults.js';
import { REASONS, h, shortTitle } from './shop-parts.js';

const OPEN = 'shop drawer';
const WIDE = '(min-width: 75rem)';
const LEVELS = {
  fresh: 'Ranked for you just now',
  cached: 'Ranked for you earlier',
  segment: 'Popular in your department',
  popular: 'Popular with everybody',
  static: 'Chosen by the shop',
};
const EVENTS = {
  view: 'Viewed',
  click: 'Clicked',
  addToCart: 'Added',
  removeFromCart: 'Removed',
  purchase: 'Bought',
  dismiss: 'Not for me',
  like: 'Liked',
  impression: 'Saw',
};
const BARS = 6;
const LINES = 7;

const box = document.getElementById('drawer');
const button = document.getElementById('peek');
const chip = h('p.chip', {});
const bars = h('ul.bars', {});
const lines = h('ol.lines', { 'aria-live': 'polite' });
const state = h('span.state', {});
const facts = h('dl.facts', {});
let end = () => {};
let out = false;
let latest = 0;

export const drawer = {
  /** Builds the drawer. `refresh` loads the rows of the page again. */
  start(refresh) {
    box.append(
      h(
        'header',
        {},
        h('h2', {}, 'What the engine knows'),
        h('button.icon', { type: 'button', 'aria-label': 'Close', onclick: () => open(false, true) }, '×'),
      ),
      h('section', {}, h('h3', {}, 'This page'), chip, facts),
      ...(hasFaults ? [faultPanel(refresh)] : []),
      h('section', {}, h('h3', {}, 'Your taste', state), bars),
      h('section', {}, h('h3', {}, 'Your last events'), lines),
    );
    button.addEventListener('click', () => open(!box.classList.contains('open'), true));
    const wish = localStorage.getItem(OPEN);
    open(wish === null ? matchMedia(WIDE).matches : wish === 'open' && matchMedia(WIDE).matches);
    profile({ categories: [], recent: [], events: 0 });
    drawer.follow();
  },

  /** Follows the present shopper. */
  follow() {
    end();
    latest = 0;
    end = followProfile(profile);
  },

  /** Shows how a page was made. */
  trace({ level = 'fresh', reason, ms, arm, model }) {
    chip.dataset.level = level;
    chip.replaceChildren(h('b', {}, level), ` ${LEVELS[level] ?? ''}`);
    const rows = {
      Answer: `${ms} ms in this browser`,
      Why: reason && (REASONS[reason] ?? reason),
      Model: model,
      Experiment: arm,
    };
    facts.replaceChildren(
      ...Object.entries(rows)
        .filter(([, text]) => text)
        .map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text))),
    );
    out = reason === 'optOut';
  },

  isOut: () => out,
  out(value) {
    out = value;
  },
};

function open(wanted, remember = false) {
  box.classList.toggle('open', wanted);
  document.getElementById('stage').classList.toggle('with-drawer', wanted);
  button.setAttribute('aria-expanded', wanted);
  button.classList.toggle('hidden', wanted);
  box.inert = !wanted;
  if (remember) {
    localStorage.setItem(OPEN, wanted ? 'open' : 'closed');
  }
}

async function profile({ version = 0, categories = [], recent = [], events = 0 }) {
  if (version < latest) {
    return;
  }
  latest = version;
  state.textContent = events === 1 ? '1 event' : `${events} events`;
  const top = categories.filter(({ weight }) => weight > 0).slice(0, BARS);
  const most = Math.max(...top.map(({ weight }) => weight), 1e-9);
  const all = categories.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  bars.replaceChildren(
    ...(top.length > 0
      ? top.map(({ name, weight }) => bar(name, weight / Math.max(1, all), weight / most))
      : [h('li.none', {}, 'Nothing yet. Look at a product.')]),
  );
  const events7 = recent.slice(0, LINES);
  const products = await itemsOf(events7.map(({ itemId }) => itemId)).catch(() => []);
  const titles = new Map(products.map((product) => [product.id, shortTitle(product)]));
  if (version === latest) {
    lines.replaceChildren(
      ...(events7.length > 0
        ? events7.map(({ type, itemId, at }) =>
            h(
              'li',
              {},
              h('b', { data: { type } }, EVENTS[type] ?? type),
              h('span', {}, titles.get(itemId) ?? itemId),
              h('time', { datetime: at }, ago(at)),
            ),
          )
        : [h('li.none', {}, 'No events yet.')]),
    );
  }
}

function bar(name, share, length) {
  const fill = h('i', {});
  fill.style.width = `${Math.round(100 * length)}%`;
  return h(
    'li',
    {},
    h('span', {}, name),
    h('div.track', { 'aria-hidden': 'true' }, fill),
    h('b', {}, `${Math.round(100 * share)} %`),
  );
}

function ago(at) {
  const seconds = Math.max(0, (Date.now() - Date.parse(at)) / 1_000);
  return seconds < 60
    ? 'now'
    : seconds < 3_600
      ? `${Math.floor(seconds / 60)} min`
      : seconds < 86_400
        ? `${Math.floor(seconds / 3_600)} h`
        : `${Math.floor(seconds / 86_400)} d`;
}

client.addEventListener('change', () => button.classList.add('news'));
button.addEventListener('animationend', () => button.classList.remove('news'));
