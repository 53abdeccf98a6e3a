/**
 * Personalization in the browser: events, lists, pages and live updates. No dependencies, no build step.
 * Types and descriptions: personalization.d.ts. Guide: Docs/web-quick-start.md.
 */

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SLOW_EVENT_MS = 2_000;
const LONGEST_SILENCE_MS = 45_000;
const BATCH = 50;
const MOST_QUEUED = 1_000;
const SEEN_SHARE = 0.5;
const SEEN_MS = 1_000;
const RENEW_BEFORE_MS = 60_000;

/** An error answer of the API. */
export class PersonalizationError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The API answered ${status}.`);
    this.name = 'PersonalizationError';
    this.status = status;
    this.problem = problem;
  }
}

let announce;
/** The first client of the page. Elements of the page wait for it. */
const first = new Promise((resolve) => {
  announce = resolve;
});

/** Creates the client of a page. */
export function create(options = {}) {
  const client = new Personalization(options);
  announce(client);
  return client;
}

/** One user's connection to the engine. Raises `change` after an event changed the user's profile. */
export class Personalization extends EventTarget {
  #url;
  #key;
  #token;
  #tokenSource;
  #store;
  #fetch;
  #onError;
  #timer;
  #failures = 0;
  #sending = null;
  #waiting = new Map();
  #observer;
  #seen = new WeakMap();
  #roots = new WeakSet();
  #clicks = new WeakSet();

  /** The id of the user; undefined until `ready`. */
  userId;

  /** The version of the user's profile after the last acknowledged event. */
  profileVersion = 0;

  /** The placement of events that name none. */
  placement;

  /** Resolves when the user is known. */
  ready;

  constructor({ url, key, userId, token, placement, storage, fetch, onError, automatic = true } = {}) {
    super();
    this.#url = (url ?? new URL(import.meta.url).origin).replace(/\/+$/, '');
    this.#key = key;
    this.#fetch = fetch ?? ((...call) => globalThis.fetch(...call));
    this.#onError = onError ?? (() => {});
    this.#store = new Store(`personalization ${this.#url || location.origin} `, storage);
    this.placement = placement;
    this.ready = this.#identify(userId, token);
    this.ready.then(
      () => this.flush(),
      () => {},
    );
    addEventListener('online', () => {
      this.#failures = 0;
      this.flush();
    });
    addEventListener('pagehide', () => this.#flushAtEnd());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && this.#flushAtEnd());
    if (automatic) {
      this.observe(document);
    }
  }

  // ---- Events ----

  /**
   * Queues an event and sends it. Resolves with the engine's acknowledgement, also after retries and after the
   * browser was offline.
   */
  track(event) {
    const entry = { at: Date.now(), user: this.userId, event: { eventId: newId(), ...event } };
    entry.event.placement ??= this.placement;
    const acknowledged = new Promise((resolve) => this.#waiting.set(entry.event.eventId, resolve));
    this.#store.queue((queue) => [...queue, entry].slice(-MOST_QUEUED));
    this.#sendIn(event.type === 'impression' ? SLOW_EVENT_MS : 0);
    return acknowledged;
  }

  view(itemId, more) {
    return this.track({ type: 'view', itemId, ...more });
  }

  click(itemId, more) {
    return this.track({ type: 'click', itemId, ...more });
  }

  impression(itemId, more) {
    return this.track({ type: 'impression', itemId, ...more });
  }

  addToCart(itemId, more) {
    return this.track({ type: 'addToCart', itemId, ...more });
  }

  removeFromCart(itemId, more) {
    return this.track({ type: 'removeFromCart', itemId, ...more });
  }

  dismiss(itemId, more) {
    return this.track({ type: 'dismiss', itemId, ...more });
  }

  /** Records an order: one purchase for each line, with one order id. */
  purchase(lines, { orderId = newId(), ...more } = {}) {
    const at = new Date().toISOString();
    return Promise.all(
      [lines].flat().map((line) => {
        const { itemId, price, quantity = 1 } = typeof line === 'string' ? { itemId: line } : line;
        return this.track({
          type: 'purchase',
          itemId,
          occurredAt: at,
          value: price === undefined ? undefined : price * quantity,
          ...more,
          properties: { ...more.properties, orderId },
        });
      }),
    );
  }

  /** Sends the queued events now. Resolves when they are acknowledged or the attempt failed. */
  flush() {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #sendAll() {
    await this.ready;
    for (let batch = this.#batch(); batch.length > 0; batch = this.#batch()) {
      try {
        const kept = this.#settle(batch, await this.#post('/v1/events', this.#bodyOf(batch)));
        if (kept > 0) {
          throw new PersonalizationError(503);
        }
        this.#failures = 0;
      } catch (error) {
        if (isLasting(error)) {
          this.#refuse(batch, error);
          continue;
        }
        this.#sendIn(Math.max(error.retryAfterMs ?? 0, backoff(this.#failures++)));
        this.#onError(error);
        return;
      }
    }
  }

  #sendIn(ms) {
    const due = Date.now() + ms;
    if (this.#timer === undefined || due < this.#timer.due) {
      clearTimeout(this.#timer?.handle);
      const timer = {
        due,
        handle: setTimeout(() => {
          this.#timer = undefined;
          this.flush();
        }, ms),
      };
      this.#timer = timer;
    }
  }

  /** The page may end: the browser finishes these requests. Events stay queued until they are acknowledged. */
  #flushAtEnd() {
    const batch = this.userId ? this.#batch() : [];
    if (batch.length === 0) {
      return;
    }
    const body = JSON.stringify(this.#bodyOf(batch));
    if (!this.#key && !('keepalive' in Request.prototype)) {
      navigator.sendBeacon(`${this.#url}/v1/events`, body);
      return;
    }
    this.#fetch(`${this.#url}/v1/events`, { method: 'POST', keepalive: true, headers: this.#headers(true), body })
      .then((answer) => answer.ok && answer.json().then((result) => this.#settle(batch, result)))
      .catch(() => {});
  }

  #batch() {
    return this.#store.queue().slice(0, BATCH);
  }

  #bodyOf(batch) {
    return batch.map(({ at, user, event }) => ({
      userId: user ?? this.userId,
      ...event,
      occurredAt: event.occurredAt ?? (Date.now() - at > SLOW_EVENT_MS * 2 ? new Date(at).toISOString() : undefined),
    }));
  }

  /** Removes what the engine took or refused; returns the number of events to send again. */
  #settle(batch, { results = [] }) {
    const done = results.filter((result) => result.status !== 'unavailable');
    const ids = new Set(done.map((result) => batch[result.index]?.event.eventId));
    this.#store.queue((queue) => queue.filter((entry) => !ids.has(entry.event.eventId)));
    let changed = false;
    for (const result of done) {
      const { event } = batch[result.index];
      this.profileVersion = Math.max(this.profileVersion, result.profileVersion ?? 0);
      changed ||= result.status === 'accepted' && event.type !== 'impression';
      if (result.status === 'rejected') {
        this.#onError(new PersonalizationError(422, { detail: result.errors?.[0]?.message, errors: result.errors }));
      }
      this.#waiting.get(event.eventId)?.(result);
      this.#waiting.delete(event.eventId);
    }
    if (changed) {
      this.#changed();
    }
    return results.length - done.length;
  }

  #refuse(batch, error) {
    const results = batch.map((_, index) => ({ index, status: 'rejected', errors: error.problem?.errors }));
    this.#settle(batch, { results });
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change', { detail: { profileVersion: this.profileVersion } }));
  }

  // ---- Lists ----

  /** A list for the user. */
  recommendations({ placement = this.placement, context = {}, ...query } = {}) {
    const situation = Object.entries(context).map(([name, value]) => [`context.${name}`, value]);
    return this.#userCall((user) =>
      this.#get(`/v1/users/${user}/recommendations`, {
        placement,
        minVersion: this.profileVersion || undefined,
        ...Object.fromEntries(situation),
        ...query,
      }),
    );
  }

  /** All rows of a page in one call; no item is in two rows. */
  page({ placement = this.placement, ...page }) {
    return this.#userCall((user) => this.#post(`/v1/users/${user}/pages`, { placement, ...page }));
  }

  /** Your candidates in the user's order. */
  rank(candidates, more) {
    return this.#userCall((user) => this.#post(`/v1/users/${user}/rank`, { candidates, ...more }));
  }

  /** Items that fit an item, or several items such as a cart. */
  async similar(items, query = {}) {
    await this.ready;
    const seeds = [items].flat();
    if (seeds.length === 1 && !query.mode && !query.exclude) {
      return this.#get(`/v1/items/${encodeURIComponent(seeds[0])}/similar`, query);
    }
    const { fields, ...more } = query;
    return this.#userCall((user) =>
      this.#post('/v1/items/similar', {
        items: seeds,
        userId: decodeURIComponent(user),
        fields: typeof fields === 'string' ? fields.split(',') : fields,
        ...more,
      }),
    );
  }

  /** Items that are popular with all users. */
  popular(query) {
    return this.ready.then(() => this.#get('/v1/popular', query));
  }

  /**
   * Follows the user's profile and list. The browser connects again after a lost connection.
   * Returns a function that ends the stream.
   */
  stream({ placement = this.placement, onList, onProfile, onState, ...query } = {}) {
    const end = new AbortController();
    const handlers = { list: onList, profile: onProfile };
    this.#follow({ placement, ...query }, handlers, onState ?? (() => {}), end.signal);
    return () => end.abort();
  }

  async #follow(query, handlers, onState, signal) {
    let last;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.ready;
        const path = `/v1/users/${encodeURIComponent(this.userId)}/stream`;
        const headers = { Accept: 'text/event-stream', ...(last && { 'Last-Event-ID': last }) };
        const answer = await this.#send('GET', path, { query, headers, signal });
        onState('open');
        for await (const message of messagesOf(answer.body)) {
          failures = 0;
          last = message.id ?? last;
          if (message.event === 'end' && JSON.parse(message.data).reason === 'erased') {
            return onState('closed');
          }
          handlers[message.event]?.(JSON.parse(message.data));
        }
      } catch (error) {
        if (signal.aborted || isLasting(error)) {
          return onState('closed');
        }
      }
      onState('waiting');
      await pause(backoff(failures), signal);
    }
    onState('closed');
  }

  // ---- The user ----

  /**
   * Continues as a known user. The visitor's events become the known user's: `merge(from, to)` asks your backend to
   * merge them; without keys the API does it. Without `token`, the token function of the visitor is asked again.
   */
  async signIn(userId, { token = this.#tokenSource, merge } = {}) {
    await this.flush();
    const from = this.userId;
    if (from && from !== userId && merge !== false) {
      await (merge ? merge(from, userId) : this.#post(`/v1/users/${encodeURIComponent(userId)}/merge`, { from }));
    }
    this.#store.queue((queue) => queue.map((entry) => ({ ...entry, user: userId })));
    this.#store.remove('visitor');
    await (this.ready = this.#identify(userId, token));
    this.#changed();
  }

  /** Continues as a new visitor. `end` ends the session in your backend, before its token function is asked again. */
  async signOut({ end } = {}) {
    await this.flush();
    await end?.();
    this.#store.remove('visitor');
    await (this.ready = this.#identify(undefined, this.#tokenSource));
    this.#changed();
  }

  /**
   * Stores stated preferences: `categories`, `attributes`, `optOut`. `store(values)` asks your backend to store them;
   * without keys the API does it.
   */
  async preferences(values, { store } = {}) {
    const put = async (user) => (await this.#send('PUT', `/v1/users/${user}`, { body: values })).json();
    const answer = await this.#userCall(store ? () => store(values) : put);
    this.#changed();
    return answer;
  }

  /** Opts out of personalization, or in again. */
  optOut(out = true, options) {
    return this.preferences({ optOut: out }, options);
  }

  /**
   * Erases the user and continues as a new visitor. `erase(userId)` asks your backend to erase the user; without keys
   * the API does it.
   */
  async forget({ erase } = {}) {
    await this.#sending;
    const remove = async (user) => (await this.#send('DELETE', `/v1/users/${user}`)).json();
    const answer = await this.#userCall(erase ? () => erase(this.userId) : remove);
    this.#store.queue(() => []);
    await this.signOut();
    return answer;
  }

  async #identify(userId, token) {
    this.profileVersion = 0;
    this.#tokenSource = typeof token === 'function' ? token : undefined;
    this.#token = typeof token === 'string' ? { token } : undefined;
    this.userId = userId;
    if (userId) {
      return;
    }
    const visitor = this.#store.get('visitor');
    if (this.#tokenSource || this.#key) {
      this.#token ??= visitor?.token && !this.#tokenSource ? visitor : undefined;
      this.userId = this.#token?.userId;
    } else {
      this.userId = visitor?.userId ?? `anon-${newId()}`;
      this.#store.set('visitor', { userId: this.userId });
    }
    for (let failures = 0; !this.userId; failures++) {
      try {
        await this.#renew();
      } catch (error) {
        this.#onError(error);
        if (isLasting(error)) {
          throw error;
        }
        await pause(backoff(failures));
      }
    }
  }

  /** Gets a user token, from the page's backend or for an anonymous visitor, unless the present one lasts. */
  async #renew(force = false) {
    const expires = this.#token?.expiresAt && Date.parse(this.#token.expiresAt);
    if (!force && this.#token && !(expires < Date.now() + RENEW_BEFORE_MS)) {
      this.userId = this.#token.userId ?? this.userId;
      return;
    }
    if (this.#tokenSource) {
      const got = await this.#tokenSource();
      this.#token = typeof got === 'string' ? { token: got } : got;
    } else if (this.#key && (!this.userId || this.#token?.userId)) {
      this.#token = await (await this.#sendOnce('POST', '/v1/tokens', {})).json();
      this.#store.set('visitor', this.#token);
    }
    this.userId = this.#token?.userId ?? this.userId;
  }

  // ---- Requests ----

  async #userCall(call) {
    await this.ready;
    return call(encodeURIComponent(this.userId));
  }

  async #get(path, query) {
    return (await this.#send('GET', path, { query })).json();
  }

  async #post(path, body) {
    return (await this.#send('POST', path, { body })).json();
  }

  #headers(hasBody) {
    return {
      ...(hasBody && { 'Content-Type': 'application/json' }),
      ...(this.#key && { 'X-Api-Key': this.#key }),
      ...(this.#token && { Authorization: `Bearer ${this.#token.token}` }),
    };
  }

  async #send(method, path, request) {
    await this.#renew();
    try {
      return await this.#sendOnce(method, path, request);
    } catch (error) {
      if (error.status !== 401 || !this.#token) {
        throw error;
      }
      await this.#renew(true);
      return this.#sendOnce(method, path, request);
    }
  }

  async #sendOnce(method, path, { query, body, headers, signal } = {}) {
    const values = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
    const text = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
    const answer = await this.#fetch(`${this.#url}${path}${text && `?${text}`}`, {
      method,
      headers: { ...this.#headers(body !== undefined), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
    if (!answer.ok) {
      const error = new PersonalizationError(answer.status, await answer.json().catch(() => undefined));
      error.retryAfterMs = Number(answer.headers.get('Retry-After')) * 1_000 || undefined;
      throw error;
    }
    return answer;
  }

  // ---- Data attributes ----

  /**
   * Records views, clicks and impressions of the elements with data attributes in a document, an element or a shadow
   * root: `data-personal-view`, `data-personal-item`, `data-personal-event`.
   */
  observe(root) {
    if (this.#roots.has(root)) {
      return;
    }
    this.#roots.add(root);
    this.#observer ??= new IntersectionObserver((entries) => this.#look(entries), { threshold: [0, SEEN_SHARE] });
    root.addEventListener('click', (click) => this.#clicked(click), true);
    new MutationObserver((changes) =>
      changes.forEach((change) => change.addedNodes.forEach((node) => this.#add(node))),
    ).observe(root === document ? document.documentElement : root, { childList: true, subtree: true });
    this.#add(root);
  }

  #add(node) {
    if (!node.querySelectorAll) {
      return;
    }
    const all = [
      ...(node.matches ? [node] : []),
      ...node.querySelectorAll('[data-personal-item], [data-personal-view]'),
    ];
    for (const element of all) {
      const { personalItem, personalView } = element.dataset ?? {};
      if (personalItem) {
        this.#observer.observe(element);
      }
      if (personalView) {
        this.view(personalView, detailsOf(element));
      }
    }
  }

  #look(entries) {
    for (const { target, intersectionRatio } of entries) {
      const known = this.#seen.get(target);
      if (intersectionRatio < SEEN_SHARE) {
        clearTimeout(known?.timer);
      } else {
        const key = `${target.dataset.personalItem} ${detailsOf(target).recommendationId}`;
        clearTimeout(known?.timer);
        const timer = setTimeout(() => {
          if (this.#seen.get(target)?.done !== key && target.isConnected) {
            this.#seen.set(target, { done: key });
            this.impression(target.dataset.personalItem, detailsOf(target));
          }
        }, SEEN_MS);
        this.#seen.set(target, { ...known, timer });
      }
    }
  }

  #clicked(click) {
    const path = click.composedPath();
    const item = path.find((node) => node.dataset?.personalItem);
    if (!item || this.#clicks.has(click) || item.getRootNode() !== click.currentTarget.getRootNode()) {
      return;
    }
    this.#clicks.add(click);
    const type =
      path.slice(0, path.indexOf(item) + 1).find((node) => node.dataset?.personalEvent)?.dataset.personalEvent ??
      'click';
    if (type !== 'none') {
      this.track({ type, itemId: item.dataset.personalItem, ...detailsOf(item) });
    }
  }
}

/** The list and the placement of an element: its own attributes, or those of the nearest element around it. */
function detailsOf(element) {
  const list = element.closest('[data-personal-list]')?.dataset.personalList;
  const placement = element.closest('[data-personal-placement]')?.dataset.personalPlacement;
  return { ...(list && { recommendationId: list }), ...(placement && { placement }) };
}

/** True for an answer that another attempt will not change. */
function isLasting({ status }) {
  return status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

function newId() {
  if (globalThis.crypto?.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // a page without TLS
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The pause before an attempt, milliseconds: doubled for each failure, with jitter of half to one and a half. */
function backoff(failures) {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures) * (0.5 + Math.random());
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/** Reads server-sent events. */
async function* messagesOf(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const silent = setTimeout(() => reader.cancel(), LONGEST_SILENCE_MS);
    const { value, done } = await reader.read().finally(() => clearTimeout(silent));
    if (done) {
      return;
    }
    const blocks = (text + value).replace(/\r\n?/g, '\n').split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const message = { event: 'message', data: '' };
      for (const line of block.split('\n')) {
        const [, name, content] = /^([^:]*):? ?(.*)$/.exec(line);
        if (name === 'data') {
          message.data += (message.data && '\n') + content;
        } else if (name) {
          message[name] = content;
        }
      }
      if (message.data) {
        yield message;
      }
    }
  }
}

/** Values of this page in the browser's storage. A browser without storage keeps them in memory. */
class Store {
  #prefix;
  #storage;
  #memory = new Map();

  constructor(prefix, storage) {
    this.#prefix = prefix;
    try {
      this.#storage = storage ?? globalThis.localStorage;
    } catch {
      // Storage is blocked.
    }
  }

  get(name) {
    try {
      return JSON.parse(this.#storage?.getItem(this.#prefix + name) ?? this.#memory.get(name) ?? 'null');
    } catch {
      return null;
    }
  }

  set(name, value) {
    const text = JSON.stringify(value);
    try {
      this.#storage.setItem(this.#prefix + name, text);
    } catch {
      this.#memory.set(name, text);
    }
  }

  remove(name) {
    this.#memory.delete(name);
    this.#storage?.removeItem(this.#prefix + name);
  }

  /** Reads the queue, or replaces it by what `change` makes of it. */
  queue(change) {
    const stored = this.get('queue');
    const queue = Array.isArray(stored) ? stored.filter((entry) => entry?.event?.eventId) : [];
    if (change) {
      this.set('queue', change(queue));
    }
    return queue;
  }
}

const LOOK = `
  :host { display: block; font: inherit; }
  :host([hidden]) { display: none; }
  .row { display: grid; gap: var(--personal-gap, 1rem); list-style: none; margin: 0; padding: 0;
    grid-template-columns: repeat(auto-fill, minmax(min(var(--personal-card-width, 11rem), 100%), 1fr)); }
  .card { display: flex; flex-direction: column; width: 100%; height: 100%; box-sizing: border-box; overflow: hidden;
    padding: 0; font: inherit; text-align: start; cursor: pointer; color: inherit;
    text-decoration: none; background: var(--personal-card-background, Canvas);
    border: 1px solid var(--personal-border, color-mix(in srgb, currentColor 15%, transparent));
    border-radius: var(--personal-radius, .75rem); transition: box-shadow .2s, transform .2s; }
  .card:hover { box-shadow: 0 6px 20px rgb(0 0 0 / .12); transform: translateY(-2px); }
  .card:focus-visible { outline: 3px solid var(--personal-accent, Highlight); outline-offset: 2px; }
  .image { width: 100%; aspect-ratio: 4 / 3; object-fit: cover; display: block; }
  .text { display: flex; flex-direction: column; gap: .35rem; padding: .9rem; flex: 1; }
  .title { font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
  .price { margin-top: auto; font-variant-numeric: tabular-nums; }
  .reason { font-size: .8em; opacity: .75; }
  li.new { animation: appear .5s ease-out; }
  @keyframes appear { from { opacity: 0; transform: translateY(8px); } }
  @media (prefers-reduced-motion: reduce) { li.new { animation: none; } .card { transition: none; } }`;

/** `<personal-row placement="home" count="6">`: a row of cards that follows the user. */
class PersonalRow extends HTMLElement {
  static observedAttributes = ['placement', 'count', 'filter', 'similar-to', 'live'];

  #client;
  #list;
  #run = 0;
  #stop;
  #reload = () => this.refresh();

  /** The client of the row. Default: the first client that the page creates. */
  get client() {
    return this.#client;
  }

  set client(client) {
    this.#client?.removeEventListener('change', this.#reload);
    this.#client = client;
    if (this.isConnected) {
      this.connectedCallback();
    }
  }

  async connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: 'open' });
      const slot = (name) => Object.assign(document.createElement('slot'), { name });
      this.#list = Object.assign(document.createElement('ul'), { className: 'row', part: 'row' });
      this.shadowRoot.append(slot('heading'), this.#list, slot('end'));
      const sheet = new CSSStyleSheet(); // a content security policy may forbid style elements
      sheet.replaceSync(LOOK);
      this.shadowRoot.adoptedStyleSheets = [sheet];
    }
    this.#client ??= await first;
    if (!this.isConnected) {
      return;
    }
    this.#client.addEventListener('change', this.#reload);
    this.#client.observe(this.shadowRoot);
    await this.refresh();
  }

  disconnectedCallback() {
    this.#client?.removeEventListener('change', this.#reload);
    this.#stop?.();
    this.#stop = undefined;
  }

  attributeChangedCallback() {
    this.#stop?.();
    this.#stop = undefined;
    if (this.#client && this.isConnected) {
      this.refresh();
    }
  }

  /** Loads the list again. */
  async refresh() {
    const run = ++this.#run;
    const query = {
      count: this.getAttribute('count') ?? 6,
      filter: this.getAttribute('filter') ?? undefined,
      fields: this.getAttribute('fields') ?? 'title,price,attributes.image',
    };
    const seed = this.getAttribute('similar-to');
    const placement = this.getAttribute('placement') ?? undefined;
    const read = (asked) =>
      seed ? this.#client.similar(seed, asked) : this.#client.recommendations({ placement, ...asked });
    try {
      const list = await read(query);
      if (run === this.#run) {
        this.show(list);
      }
    } catch (error) {
      this.dispatchEvent(new CustomEvent('error', { detail: error }));
    }
    if (this.hasAttribute('live') && !seed) {
      this.#stop ??= this.#client.stream({ placement, ...query, onList: (list) => this.show(list) });
    }
  }

  /** Shows a list. Cards that stay are kept. */
  show(list) {
    this.dataset.personalList = list.recommendationId;
    const old = new Map([...this.#list.children].map((card) => [card.dataset.id, card]));
    const isFirst = old.size === 0;
    const cards = list.items.map((item) => {
      const card = document.createElement('li');
      card.dataset.id = item.id;
      card.className = isFirst || old.has(item.id) ? '' : 'new';
      card.append(this.#card(item, list));
      return card;
    });
    this.#list.replaceChildren(...cards);
    this.dispatchEvent(new CustomEvent('show', { detail: list }));
  }

  #card(item, list) {
    const template = this.querySelector(':scope > template');
    const fields = {
      id: item.id,
      title: item.title,
      ...item.item,
      ...item.item?.attributes,
      reason: item.reason?.text,
    };
    const card = template ? template.content.cloneNode(true).firstElementChild : this.#plainCard(fields);
    const link = this.getAttribute('link')?.replaceAll('{id}', encodeURIComponent(item.id));
    Object.assign(card.dataset, { personalItem: item.id, personalList: list.recommendationId });
    if (this.getAttribute('placement')) {
      card.dataset.personalPlacement = this.getAttribute('placement');
    }
    if (card.localName === 'a' && link) {
      card.href = link;
    }
    if (template) {
      card.querySelectorAll('[data-field]').forEach((part) => this.#fill(part, fields));
    }
    return card;
  }

  #fill(part, fields) {
    const value = fields[part.dataset.field];
    if (part.localName === 'img') {
      part.hidden = !isSafe(value);
      if (isSafe(value)) {
        part.src = value;
        part.alt = '';
      }
    } else {
      part.textContent = part.dataset.field === 'price' ? this.#money(value) : (value ?? '');
    }
  }

  #plainCard({ title, price, id, image, reason }) {
    const make = (name, part, text) =>
      Object.assign(document.createElement(name), { className: part, part, textContent: text ?? '' });
    const card = make(this.hasAttribute('link') ? 'a' : 'button', 'card');
    const text = make('span', 'text');
    if (isSafe(image)) {
      card.append(Object.assign(make('img', 'image'), { src: image, alt: '', loading: 'lazy' }));
    }
    text.append(make('span', 'title', title ?? id));
    if (reason) {
      text.append(make('span', 'reason', reason));
    }
    if (price !== undefined) {
      text.append(make('span', 'price', this.#money(price)));
    }
    card.append(text);
    return card;
  }

  #money(price) {
    const currency = this.getAttribute('currency');
    const style = currency ? { style: 'currency', currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    return price === undefined ? '' : new Intl.NumberFormat(this.lang || undefined, style).format(price);
  }
}

/** A relative address or one of http and https. */
function isSafe(address) {
  try {
    return typeof address === 'string' && /^https?:$/.test(new URL(address, document.baseURI).protocol);
  } catch {
    return false;
  }
}

if (!customElements.get('personal-row')) {
  customElements.define('personal-row', PersonalRow);
}
