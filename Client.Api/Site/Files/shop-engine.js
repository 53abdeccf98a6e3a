/** The shop's connection to the engine and its catalogue. */

import { create } from '/client/personalization.js';

const FIELDS = ['title', 'price', 'available', 'categories', 'attributes'];
const DEADLINE_MS = 400;
const SHOPPER = 'shop shopper';
const KEY = 'shop key';

/** Shoppers of the sample whose taste is clear. */
export const shoppers = [
  { id: 'shopper-008', name: 'Mira', about: 'climbs most weekends' },
  { id: 'shopper-148', name: 'Jonas', about: 'cooks for friends' },
  { id: 'shopper-113', name: 'Ada', about: 'has a garden' },
  { id: 'shopper-089', name: 'Sam', about: 'rides to work' },
  { id: 'shopper-093', name: 'Lena', about: 'sleeps in tents' },
  { id: 'shopper-054', name: 'Theo', about: 'repairs things' },
];

const signedIn = localStorage.getItem(SHOPPER) ?? undefined;

/** An API with keys needs a public key, which the visitor of the demo enters. */
export const client = create({ placement: 'home', userId: signedIn, key: localStorage.getItem(KEY) ?? undefined });

export const isVisitor = () => !localStorage.getItem(SHOPPER);

export function useKey(key) {
  localStorage.setItem(KEY, key);
  location.reload();
}

/** Continues as another shopper. A visitor who signs in brings what the visit showed; a change of persona does not. */
export async function become(id, { merge = false } = {}) {
  localStorage.setItem(SHOPPER, id);
  await client.signIn(id, { merge: merge ? undefined : false });
}

export async function leave() {
  localStorage.removeItem(SHOPPER);
  await client.signOut();
}

export async function forget() {
  await client.forget();
  localStorage.removeItem(SHOPPER);
}

// ---- Catalogue ----

const known = new Map();

/** Gets items by id. The answers of lists already hold most of them. */
export async function itemsOf(ids) {
  const missing = [...new Set(ids)].filter((id) => id && !known.has(id));
  if (missing.length > 0) {
    const { items } = await call('POST', '/v1/items/get', { ids: missing });
    items.forEach((item) => known.set(item.id, item));
  }
  return ids.map((id) => known.get(id)).filter(Boolean);
}

/** Finds products by title, then asks the engine for the shopper's order. */
export async function search(text) {
  const { items: found } = await call(
    'GET',
    `/v1/items?${new URLSearchParams({ query: text, available: true, count: 60 })}`,
  );
  found.forEach((item) => known.set(item.id, item));
  const ids = found.map((item) => item.id);
  if (ids.length === 0) {
    return { items: [] };
  }
  const ranked = await client.rank(ids, { placement: 'search' });
  return withItems(ranked);
}

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw Object.assign(new Error(`${method} ${path} answered ${answer.status}.`), { status: answer.status });
  }
  return answer.json();
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
  const rows = await Promise.all(
    page.rows.filter((row) => row.items.length > 0 && row.fallbackReason !== 'noHistory').map(withItems),
  );
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
