/**
 * The shop's connection to the engine and to its own backend.
 *
 * The page sends events and reads lists with the public API. The backend `/demo/api` has the products, the session of
 * the browser and the user tokens, and changes users: a public key may not do that.
 */

import { create } from '/client/personalization.js';

const FIELDS = ['title', 'price', 'available', 'categories', 'attributes'];
const DEADLINE_MS = 400;
const BACKEND = '/demo/api';
const VISITOR = 'anon-';
const SIGNED_IN = 'demo-';

/** Shoppers of the sample whose taste is clear. */
export const shoppers = [
  { id: 'shopper-008', name: 'Mira', about: 'climbs most weekends' },
  { id: 'shopper-148', name: 'Jonas', about: 'cooks for friends' },
  { id: 'shopper-113', name: 'Ada', about: 'has a garden' },
  { id: 'shopper-089', name: 'Sam', about: 'rides to work' },
  { id: 'shopper-093', name: 'Lena', about: 'sleeps in tents' },
  { id: 'shopper-054', name: 'Theo', about: 'repairs things' },
];

/** The backend writes the public key into the page. An API without keys needs none. */
const key = document.querySelector('meta[name=public-key]').content || undefined;

/** The token of the session's user. The backend opens a session for a new visitor. */
const token = () => call('POST', '/visitor');

export const client = create({ placement: 'home', key, token });

export const isVisitor = () => !client.userId || client.userId.startsWith(VISITOR);

/** The name of the signed-in shopper. */
export const nameOf = (id = '') =>
  shoppers.find((shopper) => shopper.id === id)?.name ?? (id.startsWith(SIGNED_IN) ? id.slice(SIGNED_IN.length) : id);

/** Continues as a shopper of the sample, who keeps what the shopper did before. */
export const become = (id) => signIn(id, id, false);

/** Signs in by a name. The visit comes along. */
export const signInAs = (name) => signIn(SIGNED_IN + name, name, true);

async function signIn(id, name, merge) {
  if (id !== client.userId) {
    await client.signIn(id, { merge: () => call('POST', '/sign-in', { name, merge }) });
  }
}

export const leave = () => client.signOut({ end: () => call('POST', '/sign-out') });

export const optOut = (out) => client.optOut(out, { store: (values) => call('PUT', '/preferences', values) });

export const forget = () => client.forget({ erase: () => call('DELETE', '/visitor') });

// ---- Faults ----

/** Whether a person may cause faults in this engine. */
export const hasFaults = document.querySelector('meta[name=faults]').content === 'on';

export const faultsNow = () => call('GET', '/faults');

export const setFault = (name, on) => call('PUT', `/faults/${name}`, { on });

// ---- Catalogue ----

const known = new Map();

/** Gets items by id. The answers of lists already hold most of them. */
export async function itemsOf(ids) {
  const missing = [...new Set(ids)].filter((id) => id && !known.has(id));
  if (missing.length > 0) {
    const { items } = await call('GET', `/products?${new URLSearchParams({ ids: missing })}`);
    items.forEach((item) => known.set(item.id, item));
  }
  return ids.map((id) => known.get(id)).filter(Boolean);
}

/** Finds products by title, then asks the engine for the shopper's order. */
export async function search(text) {
  const { items: found } = await call('GET', `/products?${new URLSearchParams({ query: text })}`);
  found.forEach((item) => known.set(item.id, item));
  const ids = found.map((item) => item.id);
  if (ids.length === 0) {
    return { items: [] };
  }
  const ranked = await client.rank(ids, { placement: 'search' });
  return withItems(ranked);
}

/** Calls the shop's backend. */
async function call(method, path, body) {
  const answer = await fetch(BACKEND + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw Object.assign(new Error(`${method} ${path} answered ${answer.status}.`), { status: answer.status });
  }
  return answer.status === 204 ? undefined : answer.json();
}

/** Puts the products into a list, and the product behind each reason. */
async function withItems(list) {
  list.items.forEach(({ id, item }) => item && known.set(id, { id, ...item }));
  await itemsOf(
    [...list.items.map(({ id }) => id), ...list.items.map(({ reason }) => itemIdOf(reason))].filter(Boolean),
  );
  list.items = list.items
    .filter(({ id }) => known.has(id))
    .map((entry) => ({
      ...entry,
      product: known.get(entry.id),
      because: known.get(itemIdOf(entry.reason)),
    }));
  return list;
}

/** The evidence of a reason is an item, except for the popular items of a category. */
const itemIdOf = (reason) => (reason?.kind === 'popularInCategory' ? undefined : reason?.evidence);

// ---- Lists ----

/** Rows of the shopper's history. A fallback that does not know the history fills them with other products. */
const HISTORY_ROWS = ['continue', 'because'];
const WITHOUT_HISTORY = ['deadline', 'unavailable'];

const isShown = ({ id, items, fallbackReason }) =>
  items.length > 0 &&
  fallbackReason !== 'noHistory' &&
  !(HISTORY_ROWS.includes(id) && WITHOUT_HISTORY.includes(fallbackReason));

/** The rows of the home page, in one call. No product is in two rows. */
export async function home() {
  const start = performance.now();
  const page = await client.page({
    placement: 'home',
    deadlineMs: DEADLINE_MS,
    fields: FIELDS,
    rows: [
      { id: 'continue', source: 'continue', title: 'Continue where you left off', count: 6 },
      { id: 'because', source: 'becauseYouViewed', count: 12 }, // the engine gives the title
      { id: 'foryou', source: 'recommended', title: 'For you', count: 12 },
      { id: 'trending', source: 'trending', title: 'Trending this week', window: '7d', count: 12 },
      { id: 'new', source: 'newest', title: 'New in the shop', count: 12 },
    ],
  });
  const rows = await Promise.all(page.rows.filter(isShown).map(withItems));
  return { rows, trace: traceOf(page.rows.find((row) => row.id === 'foryou') ?? page, start) };
}

/** Products of a category in the shopper's order. */
export async function category(name, count = 48) {
  const start = performance.now();
  const query = { placement: 'category', count, deadlineMs: DEADLINE_MS, filter: `category:${name}` };
  const list = await client.recommendations({ ...query, fields: FIELDS.join(',') });
  return { list: await withItems(list), trace: traceOf(list, start) };
}

/** Products like a product, in the shopper's order. */
export const alike = (id) => around([id], 'similar', 12);

/** Products that others bought with these. */
export const boughtWith = (ids) => around(ids, 'boughtTogether', 12);

async function around(items, source, count) {
  const page = await client.page({
    deadlineMs: DEADLINE_MS,
    fields: FIELDS,
    exclude: items,
    rows: [{ id: source, source, items, count }],
  });
  return withItems(page.rows[0]);
}

const traceOf = (list, start) => ({
  level: list.fallbackLevel,
  reason: list.fallbackReason,
  arm: list.arm,
  model: list.modelVersion,
  ms: Math.max(1, Math.round(performance.now() - start)),
});

// ---- What the engine knows ----

/** Follows the profile of the shopper. Returns a function that ends it. */
export function followProfile(show) {
  return client.stream({ placement: 'home', count: 1, onProfile: show });
}
