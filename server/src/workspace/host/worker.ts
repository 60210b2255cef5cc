import { parentPort } from 'node:worker_threads';
import { systemClock } from '../../base/clock.ts';
import type { CollectOptions } from './collectFiles.ts';
import { Knowledge } from './knowledge.ts';
import { Learner } from './learner.ts';
import { Overgrowth } from './overgrowth.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

/** Ignore files are looked at again this often while predictions are asked for. */
const LOOK_AGAIN_MS = 5_000;
const NOTHING = { folders: [], sharing: { exclude: [], hidden: [] }, maxFiles: 0, maxBytes: 0 };

/** Entry of the worker thread: holds what is known of the workspace, answers one query at a time. */
let knowledge = new Knowledge(NOTHING, systemClock);
let lookedAt = 0;
const overgrowth = new Overgrowth();

const answer = (message: FromWorker): void => parentPort?.postMessage(message);

const learner = new Learner(
  (uri, text) => knowledge.learnDocument(uri, text),
  setImmediate,
  () => answer({ kind: 'learnt' }),
);

function read(options: CollectOptions): void {
  // The old one goes first, so that memory need not hold both.
  knowledge = new Knowledge(NOTHING, systemClock);
  knowledge = new Knowledge(options, systemClock);
  lookedAt = systemClock.monotonic();
  overgrowth.begin();
}

/** True if what was learnt may be excluded by now, or stands nowhere any more. */
function isOutdated(): boolean {
  if (overgrowth.isReached(knowledge.model.vocabulary, learner.isIdle)) return true;
  if (knowledge.isThinned) return true;
  const now = systemClock.monotonic();
  if (now - lookedAt < LOOK_AGAIN_MS) return false;
  lookedAt = now;
  return knowledge.policy.lookAgain();
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'read':
      read(message.options);
      answer({ kind: 'read', files: knowledge.model.files, tokens: knowledge.model.tokens });
      return;
    case 'learn':
      learner.add(message.uri, message.text);
      return;
    case 'predict':
      if (isOutdated()) {
        answer({ kind: 'prediction', id: message.id, prediction: undefined });
        answer({ kind: 'outdated' });
        return;
      }
      knowledge.forgetGone();
      answer({
        kind: 'prediction',
        id: message.id,
        prediction: knowledge.model.predict(message.query),
      });
      return;
  }
});
