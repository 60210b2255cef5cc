import { readFileSync } from 'node:fs';
import { SourceMap, type SourceOrigin } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The file, line and column of a call in a stack as V8 writes it: `at name (file:///a/b.js:1:2)`, or without the name. */
const CALL = /^ +at (?:.* \()?((?:file:|node:|\/|[A-Za-z]:\\).*):(\d+):(\d+)\)?$/;

/**
 * Returns the places of the calls that led to an error, the innermost first: file of our sources and line (`server/src/a/b.ts:12`)
 * where a source map tells them, else the file's name. Holds neither the error's message nor a folder of the machine.
 */
export function sourcePlaces({ stack = '', message }: Error, mapOf = mapBeside): string[] {
  const maps = new Map<string, SourceMap | undefined>();
  // The message stands in front, and may look like a call.
  const calls = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split('\n');
  return calls.flatMap((call) => {
    const [, file, line, column] = CALL.exec(call) ?? [];
    if (file === undefined) return [];
    if (!maps.has(file)) maps.set(file, mapOf(file));
    const origin: Partial<SourceOrigin> =
      maps.get(file)?.findOrigin(Number(line), Number(column)) ?? {};
    return origin.fileName === undefined
      ? [`${file.replace(/^.*[\\/]/, '')}:${line}`]
      : [`${origin.fileName.replace(/^(?:\.\.\/)+/, '')}:${origin.lineNumber}`];
  });
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
