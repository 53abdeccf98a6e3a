/** The guides: copy buttons, anchors, search. */

const MOST_FOUND = 8;
const guide = document.querySelector('.guide');

function copyButtons() {
  for (const block of guide.querySelectorAll('pre')) {
    const box = Object.assign(document.createElement('div'), { className: 'code' });
    block.replaceWith(box);
    block.tabIndex = 0; // a long line scrolls by keyboard
    const copy = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'copy',
      textContent: 'Copy',
    });
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent.trimEnd());
      copy.textContent = 'Copied';
      setTimeout(() => {
        copy.textContent = 'Copy';
      }, 1_500);
    });
    box.append(block, copy);
  }
}

function wideTables() {
  for (const table of guide.querySelectorAll('table')) {
    const box = Object.assign(document.createElement('div'), { className: 'wide', tabIndex: 0 });
    box.setAttribute('role', 'region');
    box.setAttribute('aria-label', 'Table');
    table.replaceWith(box);
    box.append(table);
  }
}

function anchors() {
  for (const heading of guide.querySelectorAll(':is(h2, h3)[id]')) {
    const anchor = Object.assign(document.createElement('a'), {
      className: 'anchor',
      href: `#${heading.id}`,
      textContent: '#',
      ariaLabel: `Link to ${heading.textContent}`,
    });
    heading.prepend(anchor);
  }
}

function followReading() {
  const links = new Map([...document.querySelectorAll('.contents a')].map((link) => [link.hash.slice(1), link]));
  const visible = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        visible[isIntersecting ? 'add' : 'delete'](target.id);
      }
      const first = [...links.keys()].find((id) => visible.has(id));
      if (first) {
        links.forEach((link, id) => link.classList.toggle('here', id === first));
      }
    },
    { rootMargin: '-80px 0px -55% 0px' },
  );
  guide.querySelectorAll('h2[id]').forEach((heading) => observer.observe(heading));
}

function menu() {
  const button = document.querySelector('.menu');
  button.addEventListener('click', () => {
    const open = document.getElementById('guides').classList.toggle('open');
    button.setAttribute('aria-expanded', open);
  });
}

/** Scores a section: each word must occur; titles and headings weigh more than text. */
function scoreOf(section, words) {
  let score = 0;
  for (const word of words) {
    const found =
      (section.heading.toLowerCase().includes(word) ? 8 : 0) +
      (section.guide.toLowerCase().includes(word) ? 5 : 0) +
      Math.min(3, section.text.toLowerCase().split(word).length - 1);
    if (found === 0) {
      return 0;
    }
    score += found;
  }
  return score;
}

/** The text around the first word found. */
function excerptOf(section, words) {
  const at = Math.max(0, section.text.toLowerCase().indexOf(words[0]) - 30);
  return (at > 0 ? '…' : '') + section.text.slice(at, at + 110);
}

function search() {
  const input = document.getElementById('search');
  const list = document.getElementById('found');
  let sections;
  let chosen = -1;
  const load = async () => {
    sections ??= await (await fetch('/docs/search.json')).json();
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (index) => {
    const options = [...list.querySelectorAll('[role=option]')];
    chosen = options.length === 0 ? -1 : (index + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute('aria-selected', at === chosen));
    options[chosen]?.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', options[chosen]?.id ?? '');
  };
  const show = async () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      close();
      return;
    }
    await load();
    const found = sections
      .map((section) => ({ section, score: scoreOf(section, words) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_FOUND);
    list.replaceChildren(...found.map(({ section }, index) => option(section, words, index)));
    if (found.length === 0) {
      list.append(
        Object.assign(document.createElement('li'), { className: 'none', textContent: 'No section has these words.' }),
      );
    }
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    choose(0);
  };
  input.addEventListener('input', show);
  input.addEventListener('focus', load);
  input.addEventListener('keydown', (key) => {
    if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      key.preventDefault();
      choose(chosen + (key.key === 'ArrowDown' ? 1 : -1));
    } else if (key.key === 'Enter') {
      list.querySelectorAll('[role=option] a')[chosen]?.click();
    } else if (key.key === 'Escape') {
      close();
    }
  });
  list.addEventListener('click', close);
  document.addEventListener('click', (click) => click.target.closest('.search') || close());
  document.addEventListener('keydown', (key) => {
    if (key.key === '/' && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      key.preventDefault();
      input.focus();
    }
  });
}

function option(section, words, index) {
  const item = Object.assign(document.createElement('li'), { id: `found-${index}` });
  item.setAttribute('role', 'option');
  const link = Object.assign(document.createElement('a'), { href: section.url, tabIndex: -1 });
  const title = section.heading === section.guide ? section.guide : `${section.heading} · ${section.guide}`;
  link.append(
    Object.assign(document.createElement('strong'), { textContent: title }),
    Object.assign(document.createElement('span'), { textContent: excerptOf(section, words) }),
  );
  item.append(link);
  return item;
}

copyButtons();
wideTables();
anchors();
followReading();
menu();
search();
