import { strict as assert } from 'node:assert';
import { read, sourceFiles } from '../../tools/imports.ts';

/** Who may speak to the user, and by which APIs: everybody else goes through them, with texts that are harmless by their type. */
const DOORS = [
  {
    door: 'client/src/surfaces.ts',
    files: 'client/src/*.ts',
    api: /show(?:Information|Warning|Error)Message|showQuickPick|showInputBox|create(?:QuickPick|InputBox)\b|setStatusBarMessage|withProgress|MarkdownString|\.(?:tooltip|text|detail|label|description) = /,
  },
  {
    door: 'server/src/lsp/userMessages.ts',
    files: 'server/src/**/*.ts',
    api: /ShowMessage|window\.show|showErrorMessage|showDocument/,
  },
  {
    door: 'server/src/lsp/serverLog.ts',
    files: 'server/src/{lsp,engine,completion,actions,pipeline,upstream,cache,metrics}/**/*.ts',
    api: /\bconsole\.(?:log|debug|info|warn|error)|tracer\.log|LogMessage/,
  },
  {
    door: 'media/dom.ts',
    files: 'media/*.ts',
    api: /innerHTML|outerHTML|insertAdjacent|document\.write|createContextualFragment|setAttribute|\.(?:href|src|innerText) =/,
  },
];

describe('texts that a user sees', () => {
  for (const { door, files, api } of DOORS) {
    it(`pass ${door}`, () => {
      const around = sourceFiles(files)
        .filter((file) => file !== door)
        .flatMap((file) =>
          read(file)
            .split('\n')
            .flatMap((line, index) =>
              api.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
            ),
        );
      assert.deepEqual(around, []);
      assert.match(read(door), api);
    });
  }

  it('are made harmless by the functions that name the types, and by no cast', () => {
    const casts = ['client/src/**/*.ts', 'server/src/**/*.ts', 'media/*.ts']
      .flatMap((pattern) => sourceFiles(pattern))
      .filter((file) => !/protocol\/(?:plainText|markdownText|answerMarkdown)\.ts$/.test(file))
      .filter((file) => /\bas (?:PlainText|MarkdownText|LabelText)\b/.test(read(file)));
    assert.deepEqual(casts, []);
  });
});
