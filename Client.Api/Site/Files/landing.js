/** The landing page: the engine's state, and example calls. */

const RUNNING_MS = 1_000;
const IDLE_MS = 5_000;
const STEPS = {
  reading: 'Reading the event log',
  choosing: 'Choosing parameters',
  sessions: 'Learning sessions',
  linear: 'Learning item pairs',
  factors: 'Learning tastes',
  evaluating: 'Evaluating on held-out events',
  writing: 'Writing the model',
};

const part = (id) => document.getElementById(id);
const number = new Intl.NumberFormat();

async function look() {
  let state;
  try {
    const answer = await fetch('/', { headers: { Accept: 'application/json' } });
    const index = await answer.json();
    part('version').textContent = `Version ${index.version}`;
    state = index.state;
    show(index);
  } catch {
    say('away', 'The engine does not answer', 'This page asks again by itself.');
  }
  setTimeout(look, state?.status === 'serving' && !state.training ? IDLE_MS : RUNNING_MS);
}

function show({ state }) {
  if (!state) {
    say('serving', 'Running with API keys', 'Sign in to the console to see what the engine does.');
    return;
  }
  const { status, model, training } = state;
  if (status === 'serving') {
    say(
      status,
      'Model live',
      `Trained in ${Math.ceil(model.trainingSeconds)} s, ${ago(model.trainedAt)}. Lists are personal.`,
    );
  } else if (status === 'noModel') {
    say(
      status,
      training ? 'Training the first model' : 'No model yet',
      training
        ? 'Lists hold popular items until it ends.'
        : 'Lists hold popular items. Send events, then start a training.',
    );
  } else {
    say(status, 'Starting', 'The store opens and the shop is loaded.');
  }
  part('training').hidden = !training;
  if (training) {
    part('step').textContent = `${STEPS[training.step] ?? training.step} · ${Math.round(training.progress * 100)} %`;
    part('left').textContent =
      training.remainingSeconds === undefined ? '' : `${duration(training.remainingSeconds)} left`;
    part('progress').value = training.progress;
  }
  part('figures').hidden = !model;
  for (const name of model ? ['events', 'users', 'items'] : []) {
    part(name).textContent = number.format(model[name]);
  }
}

function say(status, title, text) {
  part('state').dataset.status = status;
  if (part('status').textContent !== title) {
    part('status').textContent = title; // a live region speaks at each change
  }
  part('says').textContent = text;
}

function duration(seconds) {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function ago(time) {
  const minutes = Math.round((Date.now() - Date.parse(time)) / 60_000);
  return minutes < 1
    ? 'just now'
    : minutes < 60
      ? `${minutes} min ago`
      : minutes < 2_880
        ? `${Math.round(minutes / 60)} h ago`
        : `${Math.round(minutes / 1_440)} days ago`;
}

/** Builds the text of an example call with its buttons. */
function example(box) {
  const { method, path, body } = box.dataset;
  const url = `${location.origin}${path}`;
  const text =
    method === 'GET' ? `curl '${url}'` : `curl ${url} -H 'Content-Type: application/json' \\\n     -d '${body}'`;
  const bar = Object.assign(document.createElement('div'), { className: 'bar' });
  const lines = Object.assign(document.createElement('pre'), { textContent: text, tabIndex: 0 });
  const answer = Object.assign(document.createElement('pre'), { className: 'answer', hidden: true, tabIndex: 0 });
  answer.setAttribute('aria-live', 'polite');
  bar.append(
    button('Copy', async (self) => {
      await navigator.clipboard.writeText(text);
      self.textContent = 'Copied';
      setTimeout(() => {
        self.textContent = 'Copy';
      }, 1_500);
    }),
    button('Run', async () => {
      answer.hidden = false;
      answer.textContent = '…';
      answer.textContent = await run(method, path, body);
    }),
  );
  box.append(bar, lines, answer);
}

async function run(method, path, body) {
  try {
    const answer = await fetch(path, { method, body, headers: body ? { 'Content-Type': 'application/json' } : {} });
    return JSON.stringify(await answer.json(), null, 2);
  } catch (error) {
    return String(error);
  }
}

function button(name, act) {
  const made = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'copy',
    textContent: name,
  });
  made.addEventListener('click', () => act(made));
  return made;
}

document.querySelectorAll('.code[data-path]').forEach(example);
look();
