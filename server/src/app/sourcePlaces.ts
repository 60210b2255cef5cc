import { readFileSync } from 'node:fs';
import { SourceMap, type SourceOrigin } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Where a call in a stack is, as V8 writes it: `    at name (file:///a/b.js:1:2)`, or without the name. */
const CALL = /^ +at /;
const PLACE = /:(\d+):(\d+)\)?$/;
const PATH = /^(?:file:|node:|\/|[A-Za-z]:\\)/;

/**
 * Returns the places of the calls that led to an error, the innermost first: file of our sources and line (`server/src/a/b.ts:12`)
 * where a source map tells them, else the file's name. Holds neither the error's message nor a folder of the machine.
 */
export function sourcePlaces({ stack = '', message }: Error, mapOf = mapBeside): string[] {
  const maps = new Map<string, SourceMap | undefined>();
  // The message stands in front, and may look like a call.
  const calls = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split('\n');
  return calls.flatMap((call) => {
    const [, line, column] = PLACE.exec(call) ?? [];
    const file = fileOf(call);
    if (file === undefined) return [];
    if (!maps.has(file)) maps.set(file, mapOf(file));
    const origin: Partial<SourceOrigin> =
      maps.get(file)?.findOrigin(Number(line), Number(column)) ?? {};
    return origin.fileName === undefined
      ? [`${file.replace(/^.*[\\/]/, '')}:${line}`]
      : [`${origin.fileName.replace(/^(?:\.\.\/)+/, '')}:${origin.lineNumber}`];
  });
}

/** The file that a call is in; a name, in front of brackets, may hold brackets, too. */
function fileOf(call: string): string | undefined {
  const [before] = CALL.exec(call) ?? [];
  const end = PLACE.exec(call)?.index;
  if (before === undefined || end === undefined) return undefined;
  for (let at = call.lastIndexOf(' (', end); at !== -1; at = call.lastIndexOf(' (', at - 1)) {
    const file = call.slice(at + 2, end);
    if (PATH.test(file.slice(0, 6))) return file;
    if (at === 0) break;
  }
  const file = call.slice(before.length, end);
  return PATH.test(file) ? file : undefined;
}

/**
 * Reads the source map beside a bundle; `undefined` where there is none. Read only when there is an error to tell of:
 * Node's own `--enable-source-maps` would read it at every start.
 */
function mapBeside(bundle: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(bundle)}.map`, 'utf8')));
  } catch {
    // A file of Node, or of ours that was not bundled.
    return undefined;
  }
}
