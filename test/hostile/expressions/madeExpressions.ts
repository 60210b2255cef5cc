import { parentPort, workerData } from 'node:worker_threads';

/** An expression that a module makes while it loads, and where. */
export interface Made {
  readonly file: string;
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** Loads modules, and tells which expressions are made by `RegExp` meanwhile. */
const files = workerData as readonly { readonly file: string; readonly url: string }[];
const made: Made[] = [];
globalThis.RegExp = new Proxy(RegExp, {
  construct(target, args, self) {
    const expression = Reflect.construct(target, args, self);
    const stack = new Error().stack ?? '';
    const found = files
      .map(({ file, url }) => ({ file, at: stack.indexOf(`${url}:`), url }))
      .filter(({ at }) => at !== -1)
      .sort((one, other) => one.at - other.at)[0];
    if (found !== undefined) {
      const line = Number.parseInt(stack.slice(found.at + found.url.length + 1), 10);
      made.push({ file: found.file, line, source: expression.source, flags: expression.flags });
    }
    return expression;
  },
});
for (const { url } of files) await import(url);
parentPort?.postMessage(made);
