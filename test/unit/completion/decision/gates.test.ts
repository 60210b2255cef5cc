import { strict as assert } from 'node:assert';
import { cursorAt } from '../../../../server/src/completion/cursor.ts';
import { economyGate, validityGate } from '../../../../server/src/completion/decision/gates.ts';
import { aPolicy } from '../../../../tools/testing/aPolicy.ts';
import { completionSettings } from '../../../../tools/testing/completionSettings.ts';
import { cursorIn } from '../../../support/caret.ts';

const on = completionSettings();

describe('gates', () => {
  const documents: [uri: string, gate: string | undefined][] = [
    ['file:///a/b.ts', undefined],
    ['untitled:Untitled-1', undefined],
    ['vscode-remote://ssh-remote%2Bhost/a/b.ts', undefined],
    ['vscode-notebook-cell:/a/b.ipynb#W0', undefined],
    ['git:/a/b.ts', 'virtual'],
    ['output:log', 'virtual'],
    ['vscode-scm:git/scm0/input', 'virtual'],
    ['file:///a/.env', 'secret'],
    ['file:///a/.env.local', 'secret'],
    ['file:///a/server%2Ekey', 'secret'],
    ['file:///a/id_ed25519', 'secret'],
    ['file:///a/environment.ts', undefined],
  ];
  for (const [uri, gate] of documents) {
    it(`leaves ${uri} ${gate === undefined ? 'open' : `alone: ${gate}`}`, () =>
      assert.equal(validityGate(cursorIn('a|', { uri }).cursor, on, aPolicy(), true), gate));
  }

  it('obeys languages, and the star for those not named', () => {
    const gate = (languages: Record<string, boolean>) =>
      validityGate(cursorIn('a|').cursor, completionSettings({ languages }), aPolicy(), true);
    assert.equal(gate({ '*': false }), 'disabled');
    assert.equal(gate({ '*': false, typescript: true }), undefined);
    assert.equal(gate({ '*': true, typescript: false }), 'disabled');
    assert.equal(gate({}), undefined);
  });

  const validity: [drawn: string, gate: string | undefined][] = [
    ['con|', undefined],
    ['con|st', 'midWord'],
    ['a|é', 'midWord'],
    ['a|$b', 'midWord'],
    ['sum(|)', undefined],
  ];
  for (const [drawn, gate] of validity) {
    it(`is ${gate ?? 'valid'} at ${drawn}`, () =>
      assert.equal(validityGate(cursorIn(drawn).cursor, on, aPolicy(), false), gate));
  }

  const credentials: [drawn: string, gate: string | undefined][] = [
    [`a('${'gh' + 'p_'}abc|')`, 'credential'],
    [`const password = 'hun|';`, 'credential'],
    [`const password = '|';`, 'credential'],
    [`"api_key": "|"`, 'credential'],
    [`FOO_TOKEN=a1B2c3D4e5F6g7H8|`, 'credential'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n|', 'credential'],
    ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----\n|', undefined],
    ['-----BEGIN CERTIFICATE-----\nMIIEvQIBADAN\n|', undefined],
    ['-----BEGIN PRIVATE KEY-----\nsee the file keys.md\n|', undefined],
    [`const password = 'hunter2!7';|`, undefined],
    [`const password = |`, undefined],
    [`password: 'Please enter |'`, undefined],
    ['class="sk-button|"', undefined],
    ["if (typeof token === 'str|') {}", undefined],
    ["if (event.key === 'Ent|') {}", undefined],
    ["  DeriveKey = 'derive|',", undefined],
    [`const password = \`\${|`, undefined],
  ];
  for (const [drawn, gate] of credentials) {
    it(`is ${gate ?? 'open'}, invoked or not, at ${drawn}`, () => {
      assert.equal(validityGate(cursorIn(drawn).cursor, on, aPolicy(), true), gate);
      assert.equal(validityGate(cursorIn(drawn).cursor, on, aPolicy(), false), gate);
    });
  }

  const economy: [drawn: string, gate: string | undefined][] = [
    ['a = |', undefined],
    ['run(() => {|})', undefined],
    ['if (a|) {', undefined],
    ["a = '|';", undefined],
    ['f(|, b)', 'midLine'],
    ['| + 1', 'midLine'],
    ['run();|', undefined],
    ['}|', undefined],
    ['}\n|', undefined],
  ];
  for (const [drawn, gate] of economy) {
    it(`${gate ?? 'pays'} at ${JSON.stringify(drawn)}`, () =>
      assert.equal(economyGate(cursorIn(drawn).cursor), gate));
  }

  it('stays silent in a line that is longer than an editor draws', () => {
    const gateAt = (length: number) =>
      validityGate(cursorIn(`${'a'.repeat(length)}|`).cursor, on, aPolicy(), false);
    assert.equal(gateAt(10_000), undefined);
    assert.equal(gateAt(10_001), 'longLine');
    assert.equal(
      validityGate(cursorIn(`|${';'.repeat(10_001)}`).cursor, on, aPolicy(), false),
      'longLine',
    );
  });

  it('asks no model unbidden in a document of more than 8,000 lines', () => {
    assert.equal(economyGate(cursorIn(`a = |${'\n'.repeat(8_001)}`).cursor), 'longDocument');
  });

  it('takes a widget item as if it were typed', () => {
    const { document } = cursorIn('console.lo|');
    const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 10 } };
    const cursor = cursorAt(document, { line: 0, character: 10 }, { range, text: 'log' });
    assert.equal(cursor.linePrefix, 'console.log');
    assert.equal(validityGate(cursor, on, aPolicy(), false), undefined);
    const other = cursorAt(document, { line: 0, character: 10 }, { range, text: 'warn' });
    assert.equal(validityGate(other, on, aPolicy(), false), 'widget');
  });
});
