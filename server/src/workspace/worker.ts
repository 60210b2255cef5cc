import { pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { collectFiles } from './collectFiles.ts';
import { Learner } from './learner.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';
import { WorkspaceModel } from './workspaceModel.ts';

/** Entry of the worker thread: holds the model, reads the workspace, answers one query at a time. */
const model = new WorkspaceModel();

const learner = new Learner((uri, text) => model.learnDocument(uri, text), setImmediate);

const answer = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'read':
      for (const { path, text } of collectFiles(message.options)) {
        model.learnFile(pathToFileURL(path).href, text);
      }
      model.prepare();
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
