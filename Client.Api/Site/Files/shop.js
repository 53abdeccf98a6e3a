/** The demo shop: addresses, pages, cart and account. */

import { picture } from './pictures.js';
import { cart, priceOf } from './shop-cart.js';
import { drawer } from './shop-drawer.js';
import * as engine from './shop-engine.js';
import { CROSS, card, empty, grid, h, icon, row, shortTitle, skeletonRow } from './shop-parts.js';

const DEPARTMENTS = [
  'camping',
  'hiking',
  'climbing',
  'cycling',
  'paddling',
  'winter',
  'kitchen',
  'tableware',
  'bedroom',
  'living',
  'garden',
  'workshop',
];

const view = document.getElementById('view');
const part = (id) => document.getElementById(id);
const title = (text) => text[0].toUpperCase() + text.slice(1);
let shown = 0;
let refresh = () => {};

// ---- Addresses ----

const PAGES = [
  [/^\/demo\/?$/, home],
  [/^\/demo\/item\/([^/]+)$/, product],
  [/^\/demo\/category\/([^/]+)$/, category],
  [/^\/demo\/search$/, results],
  [/^\/demo\/cart$/, cartPage],
  [/^\/demo\/thanks$/, thanks],
];

/** Shows the page of the address. `run()` is false when another page was opened meanwhile. */
async function show({ keepPlace = false } = {}) {
  const number = ++shown;
  const run = () => number === shown;
  const [, page, values] = PAGES.map(([pattern, open]) => [pattern, open, pattern.exec(location.pathname)]).find(
    ([, , match]) => match,
  ) ?? [null, lost, []];
  refresh = () => {};
  mark();
  if (!keepPlace) {
    scrollTo(0, 0);
  }
  try {
    await page(run, ...values.slice(1).map(decodeURIComponent));
  } catch (error) {
    if (run()) {
      failed(error);
    }
  }
}

function go(path) {
  history.pushState(null, '', path);
  show();
  view.focus({ preventScroll: true });
}

document.addEventListener('click', (click) => {
  const link = click.target.closest('a[href^="/demo"]');
  if (link && !click.metaKey && !click.ctrlKey && !click.shiftKey && click.button === 0) {
    click.preventDefault();
    go(link.getAttribute('href'));
  }
});
addEventListener('popstate', () => show());

function mark() {
  document.querySelectorAll('#departments a').forEach((link) => {
    link.toggleAttribute('aria-current', link.pathname === location.pathname);
  });
  const pieces = cart.pieces();
  if (!location.pathname.startsWith('/demo/search')) {
    part('query').value = '';
  }
  part('pieces').hidden = pieces === 0;
  part('pieces').textContent = pieces;
  const name = engine.isVisitor() ? '' : engine.nameOf(engine.client.userId);
  part('shopper').textContent = name || 'Visitor';
  part('face').textContent = name[0]?.toUpperCase() ?? '';
}

function put(...parts) {
  view.replaceChildren(...parts.flat().filter(Boolean));
}

function failed(error) {
  const again = (text, act) => h('button.button', { type: 'button', onclick: act }, text);
  if (error.status === 404) {
    put(
      empty(
        'The sample shop is not here',
        'This page shows the products of the sample. The engine serves another catalog, or is still loading.',
        again('Try again', () => location.reload()),
        h('a.button', { href: '/docs/web-quick-start' }, 'Build your own page'),
      ),
    );
  } else if (error.status === 401 || error.status === 403) {
    put(
      empty(
        'This page is out of date',
        'The engine has a new public key for it. A reload gets the key.',
        again('Reload', () => location.reload()),
      ),
    );
  } else {
    put(
      empty(
        'The shop does not answer',
        `The engine may be starting. Your cart is safe. ${error.message ?? ''}`,
        again('Try again', () => show()),
      ),
    );
  }
}

function lost() {
  put(empty('No such page', 'The address leads nowhere.', h('a.button', { href: '/demo' }, 'Back to the shop')));
}

// ---- Pages ----

async function home(run) {
  document.title = 'Fell & Hearth';
  if (!view.querySelector('[data-home]')) {
    put(hero(), h('div', { data: { home: '' } }, skeletonRow(), skeletonRow(), skeletonRow()));
  }
  const load = async () => {
    const { rows, trace } = await engine.home();
    if (run()) {
      drawer.trace(trace);
      view.querySelector('[data-home]').replaceChildren(...rows.map((list) => rowOf(list)));
    }
  };
  refresh = load;
  await load();
}

function hero() {
  return h(
    'section.hero',
    {},
    h(
      'div',
      {},
      h('h1', {}, 'Good things for outside, and for coming home.'),
      h('p', {}, 'Look at a product, and this page changes. Every row below is yours alone.'),
    ),
    h(
      'div.trio',
      { 'aria-hidden': 'true' },
      [
        ['tent', 'moss'],
        ['frying pan', 'charcoal'],
        ['climbing rope', 'rust'],
      ].map(([kind, colour]) => picture({ attributes: { kind, colour } })),
    ),
  );
}

const rowOf = (list, options) =>
  row(list, { onCart: addToCart, onDismiss: dismiss, showsLevel: engine.hasFaults, ...options });

async function product(run, id) {
  const [item] = await engine.itemsOf([id]);
  if (!run()) {
    return;
  }
  if (!item) {
    put(
      empty(
        'We do not have this product',
        'It may have been sold out.',
        h('a.button', { href: '/demo' }, 'Back to the shop'),
      ),
    );
    return;
  }
  document.title = `${item.title} · Fell & Hearth`;
  const around = h('div', {}, skeletonRow());
  const [department, section] = item.categories ?? [];
  put(
    h(
      'nav.crumbs',
      { 'aria-label': 'Breadcrumb' },
      h('a', { href: '/demo' }, 'Shop'),
      department && h('a', { href: `/demo/category/${department}` }, title(department)),
      section && h('span', {}, title(section)),
    ),
    h(
      'section.product',
      {},
      h('div.frame', {}, picture(item, item.title)),
      h(
        'div.facts',
        {},
        h('p.maker', {}, item.attributes?.brand ?? ''),
        h('h1', {}, item.title),
        h('p.price', {}, priceOf(item.price)),
        h(
          'p.stock',
          { data: { in: item.available } },
          item.available === false ? 'Sold out' : 'In stock, with you in two days',
        ),
        h(
          'div.actions',
          {},
          h(
            'button.button.first',
            { type: 'button', disabled: item.available === false, onclick: () => addToCart(item) },
            'Add to cart',
          ),
          h('button.button', { type: 'button', onclick: () => dismiss(item).then(() => go('/demo')) }, 'Not for me'),
        ),
        h('dl.attributes', {}, factsOf(item)),
      ),
    ),
    around,
  );
  engine.client.view(id, { placement: 'product' });
  const load = async () => {
    const [fits, like] = await Promise.all([
      engine.boughtWith([id]).catch(() => ({ items: [] })),
      engine.alike(id).catch(() => ({ items: [] })),
    ]);
    const shownIds = new Set(fits.items.map((entry) => entry.id));
    like.items = like.items.filter((entry) => !shownIds.has(entry.id));
    if (run()) {
      around.replaceChildren(
        ...[
          { ...fits, id: 'bought', title: 'Often bought together' },
          { ...like, id: 'similar', title: 'More like this' },
        ]
          .filter((list) => list.items.length > 0)
          .map((list) => rowOf(list, { placement: 'product' })),
      );
    }
  };
  await load();
}

function factsOf({ attributes = {}, categories = [] }) {
  const facts = { Kind: attributes.kind, Colour: attributes.colour, Department: categories.join(' / ') };
  return Object.entries(facts)
    .filter(([, value]) => value)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, title(String(value)))));
}

async function category(run, name) {
  document.title = `${title(name)} · Fell & Hearth`;
  put(h('header.head', {}, h('h1', {}, title(name)), h('p', {}, 'In the order of your taste.')), skeletonRow());
  const load = async () => {
    const { list, trace } = await engine.category(name);
    if (run()) {
      drawer.trace(trace);
      put(
        h(
          'header.head',
          {},
          h('h1', {}, title(name)),
          h('p', {}, `${list.items.length} products in the order of your taste.`),
        ),
        list.items.length > 0
          ? grid(list, { placement: 'category', onCart: addToCart, onDismiss: dismiss })
          : empty(
              'Nothing here yet',
              'You have turned down every product of this department.',
              h('a.button', { href: '/demo' }, 'Back to the shop'),
            ),
      );
    }
  };
  refresh = load;
  await load();
}

async function results(run) {
  const text = new URLSearchParams(location.search).get('q')?.trim() ?? '';
  part('query').value = text;
  document.title = `${text} · Fell & Hearth`;
  put(h('header.head', {}, h('h1', {}, `“${text}”`)), skeletonRow());
  const list = text ? await engine.search(text) : { items: [] };
  if (!run()) {
    return;
  }
  const found = h('p', {}, `${list.items.length} products, best for you first.`);
  put(
    h('header.head', {}, h('h1', {}, `“${text}”`), found),
    list.items.length > 0
      ? grid(list, { placement: 'search', onCart: addToCart })
      : empty(
          'No product has this name',
          'Try “tent”, “knife” or “lamp”.',
          h('a.button', { href: '/demo' }, 'Back to the shop'),
        ),
  );
}

async function cartPage(run) {
  document.title = 'Cart · Fell & Hearth';
  const lines = cart.lines();
  const items = await engine.itemsOf(lines.map(({ id }) => id));
  if (!run()) {
    return;
  }
  if (items.length === 0) {
    put(
      empty(
        'Your cart is empty',
        'Products that you add are kept here.',
        h('a.button.first', { href: '/demo' }, 'Look around'),
      ),
    );
    return;
  }
  const total = items.reduce((sum, item) => sum + item.price * quantityOf(item.id), 0);
  const around = h('div', {});
  put(
    h('header.head', {}, h('h1', {}, 'Cart')),
    h(
      'div.checkout',
      {},
      h('ul.lines', {}, items.map(line)),
      h(
        'section.total',
        { 'aria-label': 'Total' },
        h('p', {}, h('span', {}, 'Products'), h('span', {}, priceOf(total))),
        h('p', {}, h('span', {}, 'Delivery'), h('span', {}, 'Free')),
        h('p.sum', {}, h('span', {}, 'Total'), h('strong', {}, priceOf(total))),
        h('button.button.first', { type: 'button', onclick: () => buy(items) }, 'Buy now'),
        h('p.note', {}, 'A demo: nothing is charged or sent.'),
      ),
    ),
    around,
  );
  const fits = await engine.boughtWith(items.map(({ id }) => id)).catch(() => ({ items: [] }));
  if (run() && fits.items.length > 0) {
    around.replaceChildren(rowOf({ ...fits, id: 'complements', title: 'Goes with your cart' }, { placement: 'cart' }));
  }
}

const quantityOf = (id) => cart.lines().find((line) => line.id === id)?.quantity ?? 0;

function line(item) {
  const change = (step) => {
    cart.set(item.id, quantityOf(item.id) + step);
    if (quantityOf(item.id) === 0) {
      engine.client.removeFromCart(item.id, { placement: 'cart' });
    }
    show({ keepPlace: true });
  };
  return h(
    'li.line',
    {},
    h('a.frame', { href: `/demo/item/${item.id}`, tabindex: '-1', 'aria-hidden': 'true' }, picture(item)),
    h(
      'div',
      {},
      h('a.name', { href: `/demo/item/${item.id}` }, item.title),
      h('p.maker', {}, item.attributes?.brand ?? ''),
    ),
    h(
      'div.quantity',
      { role: 'group', 'aria-label': `Quantity of ${item.title}` },
      h('button.icon', { type: 'button', 'aria-label': 'One less', onclick: () => change(-1) }, icon('M5 12h14')),
      h('output', {}, quantityOf(item.id)),
      h(
        'button.icon',
        { type: 'button', 'aria-label': 'One more', onclick: () => change(1) },
        icon('M12 5v14M5 12h14'),
      ),
    ),
    h('strong.price', {}, priceOf(item.price * quantityOf(item.id))),
  );
}

async function buy(items) {
  await engine.client.purchase(
    items.map((item) => ({ itemId: item.id, price: item.price, quantity: quantityOf(item.id) })),
    { placement: 'cart' },
  );
  cart.empty();
  go('/demo/thanks');
}

async function thanks(run) {
  document.title = 'Thank you · Fell & Hearth';
  const rows = h('div', {}, skeletonRow());
  put(
    empty(
      'Thank you',
      'The order is recorded. The rows below know it already.',
      h('a.button.first', { href: '/demo' }, 'Back to the shop'),
    ),
    rows,
  );
  const { rows: lists, trace } = await engine.home();
  if (run()) {
    drawer.trace(trace);
    rows.replaceChildren(
      ...lists.filter(({ id }) => id === 'foryou').map((list) => rowOf({ ...list, title: 'Next for you' })),
    );
  }
}

// ---- Actions ----

function addToCart(item, list) {
  cart.add(item.id);
  engine.client.addToCart(item.id, { placement: 'product', recommendationId: list?.recommendationId });
  mark();
  toast(`${shortTitle(item)} is in your cart`, 'View cart', () => go('/demo/cart'));
}

async function dismiss(item, list) {
  toast(`We show no more ${shortTitle(item)}`);
  await engine.client.dismiss(item.id, { recommendationId: list?.recommendationId });
}

let toastEnd;
function toast(text, action, act) {
  clearTimeout(toastEnd);
  part('toast').replaceChildren(
    h(
      'p',
      {},
      text,
      action &&
        h(
          'button',
          {
            type: 'button',
            onclick: () => {
              part('toast').replaceChildren();
              act();
            },
          },
          action,
        ),
    ),
  );
  toastEnd = setTimeout(() => part('toast').replaceChildren(), 4_000);
}

// ---- Account ----

function sheet(...parts) {
  const close = h(
    'button.icon.close',
    { type: 'button', 'aria-label': 'Close', onclick: () => part('sheet').close() },
    icon(CROSS),
  );
  part('sheet').replaceChildren(close, ...parts.flat().filter(Boolean));
  if (!part('sheet').open) {
    part('sheet').showModal();
  }
}

function account() {
  const visitor = engine.isVisitor();
  sheet(
    h('h2', { id: 'sheet-title' }, visitor ? 'You are a visitor' : `You are ${part('shopper').textContent}`),
    h('p', {}, 'The engine knows visitors too. Become somebody else, and every row changes.'),
    h(
      'ul.people',
      {},
      engine.shoppers.map(({ id, name, about }) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              'aria-pressed': String(id === engine.client.userId),
              onclick: () => act(() => engine.become(id)),
            },
            h('b', { 'aria-hidden': 'true' }, name[0]),
            h('span', {}, h('strong', {}, name), ` ${about}`),
          ),
        ),
      ),
    ),
    visitor
      ? h(
          'form.ask',
          { onsubmit: signIn },
          h('label', { for: 'name' }, 'Sign in with any name. Your visit comes with you.'),
          h('input', {
            id: 'name',
            name: 'name',
            required: true,
            maxlength: '60',
            autocomplete: 'username',
            placeholder: 'your-name',
          }),
          h('button.button.first', {}, 'Sign in'),
        )
      : h('button.button', { type: 'button', onclick: () => act(engine.leave) }, 'Sign out'),
    h(
      'div.private',
      {},
      h(
        'button.button',
        {
          type: 'button',
          onclick: () => act(() => engine.optOut(!drawer.isOut()).then(() => drawer.out(!drawer.isOut()))),
        },
        drawer.isOut() ? 'Personalize my pages again' : 'Do not personalize my pages',
      ),
      h('button.button.danger', { type: 'button', onclick: confirmForget }, 'Forget me'),
    ),
  );
}

async function act(change) {
  await change();
  part('sheet').close();
  drawer.follow();
  mark();
  if (/^\/demo\/(thanks|cart)/.test(location.pathname)) {
    go('/demo');
  } else {
    await show();
  }
}

function signIn(submit) {
  submit.preventDefault();
  const name = new FormData(submit.target).get('name').trim();
  act(() => engine.signInAs(name));
}

function confirmForget() {
  sheet(
    h('h2', { id: 'sheet-title' }, 'Forget everything?'),
    h('p', {}, 'The engine erases your events, your profile and your lists. It cannot be undone.'),
    h(
      'div.private',
      {},
      h('button.button', { type: 'button', onclick: account }, 'Keep it'),
      h(
        'button.button.danger',
        {
          type: 'button',
          onclick: () =>
            act(async () => {
              await engine.forget();
              drawer.out(false);
              toast('You are forgotten. You are a new visitor.');
            }),
        },
        'Forget me',
      ),
    ),
  );
}

// ---- Start ----

part('departments').replaceChildren(
  ...DEPARTMENTS.map((name) => h('a', { href: `/demo/category/${name}` }, title(name))),
);
part('account').addEventListener('click', account);
part('sheet').addEventListener('click', (click) => click.target === part('sheet') && part('sheet').close());
part('search').addEventListener('submit', (submit) => {
  submit.preventDefault();
  go(`/demo/search?q=${encodeURIComponent(part('query').value.trim())}`);
});
let pending;
engine.client.addEventListener('change', () => {
  clearTimeout(pending);
  pending = setTimeout(() => refresh()?.catch(() => {}), 50);
});
drawer.start(() => refresh());
engine.client.ready.then(mark, failed);
show();
