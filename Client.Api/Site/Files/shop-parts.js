/** The parts of the shop's pages. Text is always set as text, never as HTML. */

import { picture } from './pictures.js';
import { priceOf } from './shop-cart.js';

/** Makes an element: `h('a.link', { href: '/' }, 'Text', child)`. */
export function h(name, options = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  element.className = classes.join(' ');
  for (const [key, value] of Object.entries(options)) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'data') {
      Object.entries(value).forEach(([field, text]) => text !== undefined && (element.dataset[field] = text));
    } else if (value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A line drawing of 24 x 24. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const CROSS = 'M6 6l12 12M18 6L6 18';
export const PLUS = 'M12 5v14M5 12h14';

/** Why a list is not ranked just now. */
export const REASONS = {
  noModel: 'no model can be read',
  deadline: 'ranking took too long',
  profileBehind: 'the profile is behind',
  optOut: 'you opted out',
  unavailable: 'the engine did not answer',
  unconfirmed: 'the silo is not sure of its cluster',
};

/** The short name of a product: without its colour. */
export const shortTitle = (product) => product?.title?.split(',')[0] ?? 'a product';

/** Why the engine chose an item, for shoppers. */
export function whyOf({ reason, because }) {
  const it = shortTitle(because);
  switch (reason?.kind) {
    case 'similarSessions':
      return because ? `Viewed together with ${it}` : 'Viewed in similar visits';
    case 'similarTaste':
      return because ? `Fits your taste for ${it}` : 'Fits your taste';
    case 'chosenTogether':
      return because ? `Goes with ${it}` : 'Often chosen together';
    case 'popularInCategory':
      return `Popular in ${reason.evidence}`;
    case 'popular':
      return 'Popular now';
    case 'new':
      return 'Just in';
    case 'chosenBefore':
      return 'You looked at this before';
    case 'configured':
      return 'Picked by the shop';
    default:
      return '';
  }
}

/** A product card. Its data attributes record impressions and clicks. */
export function card(entry, { list, placement, onCart, onDismiss }) {
  const { product } = entry;
  const why = whyOf(entry);
  return h(
    'article.card',
    {
      data: {
        id: product.id,
        personalItem: product.id,
        personalList: list.recommendationId,
        personalPlacement: placement,
      },
    },
    h(
      'a.link',
      { href: `/demo/item/${encodeURIComponent(product.id)}` },
      h('span.frame', {}, picture(product)),
      h('span.name', {}, product.title ?? product.id),
    ),
    h('p.line', {}, h('span.price', {}, priceOf(product.price)), h('span.maker', {}, product.attributes?.brand ?? '')),
    why && h('p.why', {}, why),
    h(
      'button.icon.add',
      {
        type: 'button',
        'aria-label': `Add ${product.title} to the cart`,
        title: 'Add to cart',
        data: { personalEvent: 'none' },
        onclick: () => onCart(product, list),
      },
      icon(PLUS),
    ),
    onDismiss &&
      h(
        'button.icon.not',
        {
          type: 'button',
          'aria-label': `Not for me: ${product.title}`,
          title: 'Not for me',
          data: { personalEvent: 'none' },
          onclick: () => onDismiss(product, list),
        },
        icon(CROSS),
      ),
  );
}

/** How a row was made: its fallback level and the reason. */
const levelOf = ({ fallbackLevel, fallbackReason }) =>
  h(
    'p.chip.level',
    { data: { level: fallbackLevel } },
    h('b', {}, fallbackLevel),
    fallbackReason && ` ${REASONS[fallbackReason] ?? fallbackReason}`,
  );

/** A row of cards that scrolls sideways. `showsLevel` shows how it was made. */
export function row(list, { showsLevel, ...options }) {
  const rail = h(
    'ul.rail',
    { tabindex: '0', 'aria-label': list.title },
    list.items.map((entry) => h('li', {}, card(entry, { list, placement: 'home', ...options }))),
  );
  const step = (way) => rail.scrollBy({ left: way * rail.clientWidth * 0.85, behavior: 'smooth' });
  const arrow = (way, path, name) =>
    h(
      'button.icon.arrow',
      { type: 'button', 'aria-label': `${name}: ${list.title}`, onclick: () => step(way) },
      icon(path),
    );
  return h(
    'section.row',
    { data: { row: list.id, count: list.items.length } },
    h(
      'header',
      {},
      h('h2', {}, list.title),
      showsLevel && list.fallbackLevel && levelOf(list),
      h('div.arrows', {}, arrow(-1, 'M15 5l-7 7 7 7', 'Back'), arrow(1, 'M9 5l7 7-7 7', 'Forward')),
    ),
    rail,
  );
}

export const grid = (list, options) =>
  h(
    'ul.grid',
    {},
    list.items.map((entry) => h('li', {}, card(entry, { list, ...options }))),
  );

/** Grey shapes where a row will be. */
export const skeletonRow = () =>
  h(
    'section.row.skeleton',
    { 'aria-hidden': 'true' },
    h('header', {}, h('h2', {}, ' ')),
    h(
      'ul.rail',
      {},
      Array.from({ length: 6 }, () =>
        h('li', {}, h('article.card', {}, h('span.frame'), h('span.bone'), h('span.bone.short'))),
      ),
    ),
  );

export const empty = (title, text, ...actions) => h('section.empty', {}, h('h1', {}, title), h('p', {}, text), actions);
