/** The cart, kept in the browser. */

const CART = 'shop cart';

export const cart = {
  lines() {
    try {
      return JSON.parse(localStorage.getItem(CART)) ?? [];
    } catch {
      return [];
    }
  },
  pieces: () => cart.lines().reduce((sum, line) => sum + line.quantity, 0),
  set(id, quantity) {
    const others = cart.lines().filter((line) => line.id !== id);
    const before = cart.lines().findIndex((line) => line.id === id);
    if (quantity > 0) {
      others.splice(before < 0 ? others.length : before, 0, { id, quantity: Math.min(quantity, 99) });
    }
    localStorage.setItem(CART, JSON.stringify(others));
  },
  add: (id) => cart.set(id, (cart.lines().find((line) => line.id === id)?.quantity ?? 0) + 1),
  empty: () => localStorage.removeItem(CART),
};

const money = new Intl.NumberFormat('en-IE', {
  style: 'currency',
  currency: 'EUR',
  trailingZeroDisplay: 'stripIfInteger',
});

export const priceOf = (price) => (price === undefined ? '' : money.format(price));
