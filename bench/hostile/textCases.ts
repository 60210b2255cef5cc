import { answered } from './askedForAll.ts';
import { type HostileCase, lines } from './hostileCase.ts';

/** More than any whole text that is held. */
const LONG = 300_000;
const repeated = (part: string) => () => part.repeat(Math.ceil(LONG / part.length));
/** All of it in one event. */
const AT_ONCE = 1_000_000;

/** Texts of a model that begin, again and again, something that has to be looked for. */
export const textCases: readonly HostileCase[] = [
  answered(
    'a fence around 300 KB, in one event',
    () => `\`\`\`ts\n${repeated('  call(x);\n')()}`,
    AT_ONCE,
  ),
  answered(
    'a fence around 300 KB on one line',
    () => `\`\`\`ts\n${repeated('call(x); ')()}`,
    AT_ONCE,
  ),
  answered('ends of thinking', repeated('</think>'), AT_ONCE),
  answered('entities', repeated('&lt;'), AT_ONCE),
  answered('escapes', repeated('\\n\\t'), AT_ONCE),
  answered('JSON of 300 KB', () => JSON.stringify({ code: repeated('call("x");\n')() }), AT_ONCE),
  answered('code left out, again and again', repeated('// ... existing code\n'), AT_ONCE),
  answered('tokens that begin', repeated('<|'), AT_ONCE),
  answered('tokens of all kinds', repeated('<s>[INST]<pad>'), AT_ONCE),
  answered('marks of the cursor', repeated('<CURSO '), AT_ONCE),
  answered('bars', repeated('\u2588 '), AT_ONCE),
  answered('characters that nobody sees', repeated('\u200b\u202e'), AT_ONCE),
  answered('halves of characters', repeated('\ud83d'), AT_ONCE),
  answered('talk', repeated('Here is the code you asked for. '), AT_ONCE),
  answered('talk in lines', repeated('Sure, I can help.\n'), AT_ONCE),
  answered('rows of a table', repeated('| a | b |\n'), AT_ONCE),
  answered('numbers', repeated('0, 1, '), AT_ONCE),
  answered('runs that are nearly loops', repeated(`${'ab'.repeat(120)}c`), AT_ONCE),
  answered('keys of an issuer', repeated('AKIAIOSFODNN7EXAMPLE '), AT_ONCE),
  answered('passwords', repeated('password = "hunter22hunter";\n'), AT_ONCE),
  answered('addresses with passwords', repeated('https://a:b@c.d/ '), AT_ONCE),
  answered('private keys that begin', repeated('-----BEGIN RSA PRIVATE KEY-----\n'), AT_ONCE),
  answered('long words', repeated(`${'aB3'.repeat(100)}-`), AT_ONCE),
  answered('declarations', () => lines(15_000, (index) => `const v${index} = 1;`), AT_ONCE),
  answered('functions in functions', repeated('function f() {\n'), AT_ONCE),
  answered('100,000 hunks', repeated('@@ -1 +1 @@\n'), AT_ONCE),
  answered(
    'a patch of many hunks',
    () =>
      `--- a/x.ts\n+++ b/x.ts\n${repeated('@@ -2 +2 @@\n-  const x = 1;\n+  const x = 2;\n')()}`,
    AT_ONCE,
  ),
  answered(
    'many edits',
    repeated('<<<<<<< SEARCH\n  const x = 1;\n=======\n  let x;\n>>>>>>> REPLACE\n'),
    AT_ONCE,
  ),
  answered('many fences with code', repeated('Or:\n```ts\n  const x = 2;\n```\n'), AT_ONCE),
  answered(
    '10,000 other lines',
    () => lines(12_000, (index) => `  const y${index % 97} = ${index};`),
    AT_ONCE,
  ),
  answered(
    'JSON of many edits',
    () => JSON.stringify(Array.from({ length: 8_000 }, (_, line) => ({ line, text: 'let x;' }))),
    AT_ONCE,
  ),
];
