import type { Connection } from 'vscode-languageserver';
import { harmless, type PlainText } from '../protocol/plainText.ts';

/** The connection, as far as the log needs it. */
export type Logging = Pick<Connection, 'console' | 'tracer'>;

/** The only way to the client's log and trace: what is said there is plain. Throws when the connection is closed. */
export const serverLog = ({ console, tracer }: Logging) => ({
  info: (text: PlainText): void => console.info(text),
  warn: (text: PlainText): void => console.warn(text),
  /** Several lines, each of which is made plain. */
  error: (lines: string): void =>
    console.error(
      lines
        .split('\n')
        .map((line) => (line.startsWith(INDENT) ? INDENT : '') + harmless(line))
        .join('\n'),
    ),
  trace: (text: PlainText): void => tracer.log(text),
});

/** In front of the places of an error. */
const INDENT = '    ';
