import { strict as assert } from 'node:assert';
import { read, sourceFiles } from '../../tools/imports.ts';

/** Words of our own that the field's took the place of (docs/glossary.md). */
const OLD_WORDS =
  /\b(?:CompletionTrie|AskOptions|Asking|looksLikeSlip|RunningCalls|WaitingLine|Slots|letGo|withHealth|withProse|EndpointRuntimes|Situation|SuffixSketch|stoodAt|Standing|spared\w*)\b/;
/** Comments that begin with a word that says nothing yet. */
const HEADLESS = /(?:\/\*\*|^\s*\*) (?:What|So (?:many|long)|Whoever)\b/;

const sources = [...sourceFiles('{server,client}/src/**/*.ts'), ...sourceFiles('media/*.ts')];

describe('words', () => {
  it('of our own that the field has others for do not come back', () => {
    const lines = sources.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          OLD_WORDS.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    assert.deepEqual(lines, []);
  });

  it('in front of a comment say what it is about', () => {
    const all = [
      ...sources,
      ...sourceFiles('{bench,scripts,tools}/**/*.ts'),
      ...sourceFiles(
        'test/{unit,support,contract,hostile,integration,clients,repository,package}/**/*.ts',
      ),
    ];
    const lines = all.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          HEADLESS.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    );
    assert.deepEqual(lines, []);
  });
});
