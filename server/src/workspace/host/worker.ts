import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { WorkspaceModel } from '../model/workspaceModel.ts';
import { type CollectOptions, collectFiles } from './collectFiles.ts';
import { Learner } from './learner.ts';
import { Samples } from './warmUp.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

/** Entry of the worker thread: holds the model, reads the workspace, answers one query at a time. */
const model = new WorkspaceModel();

const learner = new Learner((uri, text) => model.learnDocument(uri, text), setImmediate);

const answer = (message: FromWorker): void => parentPort?.postMessage(message);

function read(options: CollectOptions): void {
  const samples = new Samples();
  for (const { path, text } of collectFiles(options)) {
    const uri = pathToFileURL(path).href;
    model.learnFile(uri, text);
    samples.offer(uri, text);
  }
  model.prepare();
  samples.ask(model);
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'read':
      read(message.options);
      answer({ kind: 'read', files: model.files, tokens: model.tokens });
      return;
    case 'learn':
      learner.add(message.uri, message.text);
      return;
    case 'predict':
      answer({ kind: 'prediction', id: message.id, prediction: model.predict(message.query) });
      return;
  }
});
