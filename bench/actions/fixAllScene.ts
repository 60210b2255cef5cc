import type { ActionEvent } from '../../server/src/actions/events.ts';
import { FixAll } from '../../server/src/actions/fixAll/fixAll.ts';
import type { FixAllDocument } from '../../server/src/actions/fixAll/fixAllRun.ts';
import { FixAllRuns } from '../../server/src/actions/fixAll/fixAllRuns.ts';
import { CancelledError } from '../../server/src/base/errors.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type {
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../../server/src/domain/generation.ts';
import { aPolicy } from '../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../tools/testing/requests.ts';

/** As `requests.batchSize` is by default. */
export const BATCH = 5;
export const ANSWER_MS = 100;
export const uriOf = (index: number) => `file:///project/${index}.ts`;
export const wrong = (name: string) => `function ${name}(value: number) {\n  return valu * 2;\n}\n`;
export const LINES_EACH = 4;
export const nameOf = (file: number, index: number) => `f${file}x${index}`;

type Answer = (name: string, context: GenerationContext) => string | Error;

/** The answer that mends a function. */
export const right: Answer = (name) =>
  `\`\`\`ts\n${wrong(name).replace('valu *', 'value *')}\`\`\``;

/** Some documents, each with functions of which each has one problem, and a model that takes a while. */
export function fixing(counts: readonly number[], answer: Answer = right) {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  const policy = aPolicy();
  const asked: string[] = [];
  const contexts: GenerationContext[] = [];
  const answered: string[] = [];
  const events: ActionEvent[] = [];
  let [running, most] = [0, 0];
  const told: FixAllDocument[] = counts.map((count, file) => {
    const names = Array.from({ length: count }, (_, index) => nameOf(file, index));
    documents.open(uriOf(file), 'typescript', 1, names.map(wrong).join('\n'));
    const diagnostics = names.map((_, index) => ({
      line: index * LINES_EACH + 1,
      message: "Cannot find name 'valu'.",
      source: 'ts',
    }));
    return { uri: uriOf(file), diagnostics };
  });
  const script = { answer };
  const generate = (request: GenerationRequest, context: GenerationContext) => {
    const { user } = request.input as { readonly user: string };
    const [, name = ''] = /<block>\nfunction (\w+)/.exec(user) ?? [];
    asked.push(name);
    contexts.push(context);
    most = Math.max(most, ++running);
    return new Promise<Generation>((resolve, reject) => {
      const timer = clock.after(ANSWER_MS, () => {
        running--;
        scene.onAnswer();
        const said = script.answer(name, context);
        if (typeof said !== 'string') return reject(said);
        answered.push(name);
        resolve(aGeneration({ text: said }));
      });
      context.signal.addEventListener('abort', () => {
        running--;
        timer.dispose();
        reject(new CancelledError());
      });
    });
  };
  const editFormOf = () => 'whole' as const;
  const tools = {
    documents,
    policy,
    clock,
    generate,
    editFormOf,
    onUnusable: () => undefined,
    batchSize: BATCH,
  };
  const observe = (event: ActionEvent) => events.push(event);
  const fixAll = new FixAll({ ...tools, observe }, new FixAllRuns());
  const run = fixAll.run('a', told, false);
  const progress: number[] = [];
  const go = async (ms = 100_000, controller = new AbortController()) => {
    const { signal } = controller;
    const asking = fixAll.ask(run, { signal, onProgress: (done) => progress.push(done) });
    await clock.pass(ms);
    controller.abort();
    return asking;
  };
  const outcome = (canShow = true) => fixAll.outcome(run, canShow);
  const scene = {
    fixAll,
    run,
    told,
    go,
    outcome,
    asked,
    answered,
    contexts,
    progress,
    script,
    documents,
    policy,
    events,
    most: () => most,
    clock,
    /** Called with each answer. */
    onAnswer: () => {},
  };
  return scene;
}
