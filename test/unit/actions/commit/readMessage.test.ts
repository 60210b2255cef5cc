import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readMessage, shownMessage } from '../../../../server/src/actions/commit/readMessage.ts';
import type { Generation } from '../../../../server/src/domain/generation.ts';
import { processorMs } from '../../../support/processorTime.ts';

const SUBJECT = 'Add a parser for diffs';
const BODY = 'It is needed for commit messages.';
const WHOLE = `${SUBJECT}\n\n${BODY}`;

const read = (text: string, changes: Partial<Generation> = {}) => {
  const reading = readMessage({ text, ending: 'stop', ...changes });
  return reading.kind === 'message' ? reading.message : { why: reading.why };
};

/** Ways in which models give a message. */
const SHAPES: readonly (readonly [name: string, answer: string, message: string])[] = [
  ['as it should', WHOLE, WHOLE],
  ['on one line', 'Fix the login', 'Fix the login'],
  ['with line ends of Windows', WHOLE.replaceAll('\n', '\r\n'), WHOLE],
  ['with blank lines around it', `\n\n${WHOLE}\n\n`, WHOLE],
  ['without an empty line behind the subject', `${SUBJECT}\n${BODY}`, WHOLE],
  ['with too many of them', `${SUBJECT}  \n\n\n\n${BODY}  `, WHOLE],
  ['in a code block', `\`\`\`\n${WHOLE}\n\`\`\``, WHOLE],
  [
    'in a code block with a language, and talk behind it',
    `\`\`\`text\n${WHOLE}\n\`\`\`\n\nLet me know!`,
    WHOLE,
  ],
  ['in a code block that is not closed', `\`\`\`\n${WHOLE}`, WHOLE],
  ['in a code block on one line', '```Fix the login```', 'Fix the login'],
  ['in three quotation marks', `"""\n${WHOLE}\n"""`, WHOLE],
  [
    'behind talk, in a code block',
    `Here is the commit message:\n\n\`\`\`\n${WHOLE}\n\`\`\``,
    WHOLE,
  ],
  ['behind talk', `Sure! Here is a concise commit message for your changes:\n\n${WHOLE}`, WHOLE],
  ['behind talk about what was seen', `Based on the staged changes, I suggest:\n\n${WHOLE}`, WHOLE],
  ['behind talk on the line', 'Here is the commit message: Fix the login', 'Fix the login'],
  ['behind a long label', `The suggested commit message for this change is: ${SUBJECT}`, SUBJECT],
  ['behind a label', `Commit message: ${WHOLE}`, WHOLE],
  ['behind a bold label', `**Commit Message:**\n\n${WHOLE}`, WHOLE],
  ['as an answer', `Answer:\n${WHOLE}`, WHOLE],
  ['in parts with labels', `Subject: ${SUBJECT}\n\nBody: ${BODY}`, WHOLE],
  ['in quotation marks', '"Fix the login"', 'Fix the login'],
  ['in curved ones', '“Fix the login”', 'Fix the login'],
  ['in single ones, with an apostrophe', "'Don't fix the login'", "Don't fix the login"],
  ['in quotation marks over several lines', `"${WHOLE}"`, WHOLE],
  ['with a subject in backticks', `\`${SUBJECT}\`\n\n${BODY}`, WHOLE],
  ['in bold letters', `**${SUBJECT}**\n\n${BODY}`, WHOLE],
  ['as a heading', `# ${SUBJECT}\n\n${BODY}`, WHOLE],
  ['as a list', `- ${SUBJECT}`, SUBJECT],
  ['as the first of several', `1. ${SUBJECT}`, SUBJECT],
  ['as JSON', JSON.stringify({ subject: SUBJECT, body: BODY }), WHOLE],
  ['as JSON in a code block', '```json\n{"message": "Fix the login"}\n```', 'Fix the login'],
  ['in tags', `<commit_message>\n${WHOLE}\n</commit_message>`, WHOLE],
  ['behind thinking', `<think>\nHmm, **let me** see.\n</think>\n\n${WHOLE}`, WHOLE],
  ['behind thinking in brackets', `[THINK]It is a parser.[/THINK]${WHOLE}`, WHOLE],
  [
    'behind thinking that begins in the prompt',
    `Okay, the user wants a message.\nSo be it.\n</think>\n${WHOLE}`,
    WHOLE,
  ],
  [
    'on a channel',
    `<|channel|>analysis<|message|>We think<|end|><|start|>assistant<|channel|>final<|message|>${WHOLE}`,
    WHOLE,
  ],
  ['with control tokens', `[/INST] ${WHOLE}<|im_end|>`, WHOLE],
  [
    'with a remark behind it',
    `${WHOLE}\n\nThis commit message follows the style of the project.`,
    WHOLE,
  ],
  ['with a line and a remark behind it', `${WHOLE}\n\n---\n\nLet me know if it helps.`, WHOLE],
  ['with a blank that does not break', 'Fix\u00a0the login', 'Fix the login'],
];

/** Messages that look as if something was around them. */
const MESSAGES: readonly string[] = [
  '"Foo" is now bar',
  '"Foo" and "bar"',
  '[ABC-12] Fix the login',
  'feat(api)!: add a thing',
  'sidebar: Show the message at once',
  '✨ Add a sparkle',
  '👩‍💻 Add a person',
  '⚡️ Make it fast',
  '#12: Fix the login',
  'Fix the login\n\n- One\n- Two\n\nNote that the cache is emptied.\n\nRefs: #12',
  'Correct the login\n\nSigned-off-by: A <a@example.com>',
  'Korrigiere die Anmeldung',
  '修复登录',
  'Drop `</think>` from answers',
  'Use "```" in the page',
];

describe('a commit message in a model’s answer', () => {
  for (const [name, answer, message] of SHAPES) {
    it(`is found ${name}`, () => assert.equal(read(answer), message));

    it(`is shown while it grows ${name}, and nothing else`, () => {
      for (let length = 1; length <= answer.length; length++) {
        const shown = shownMessage(answer.slice(0, length)) ?? assert.fail();
        assert.ok(message.startsWith(shown), `${JSON.stringify(shown)} at ${length}`);
      }
    });
  }

  for (const message of MESSAGES) {
    it(`stays as it is: ${message.split('\n')[0]}`, () => {
      assert.equal(read(message), message);
      for (let length = 1; length <= message.length; length++) {
        assert.ok(message.startsWith(shownMessage(message.slice(0, length)) ?? assert.fail()));
      }
    });
  }

  it('is shown letter by letter as soon as it can be nothing else', () => {
    assert.equal(shownMessage('Add a parser for diffs th'), 'Add a parser for diffs th');
    assert.equal(shownMessage('Add a parser'), '');
    assert.equal(shownMessage(`${SUBJECT}\n\nIt is`), SUBJECT);
    assert.equal(shownMessage(`${SUBJECT}\n\n${BODY}\nA`), WHOLE);
    assert.equal(shownMessage('<think>\nso\n</think>\nAdd a parser for diffs'), '');
    assert.equal(
      shownMessage('<think>\nso\n</think>\nAdd a parser for diffs and'),
      'Add a parser for diffs and',
    );
  });

  const REFUSED: readonly (readonly [text: string, why: string])[] = [
    ['', 'empty'],
    ['   \n', 'empty'],
    ['```\n```', 'empty'],
    ['<think>It goes on', 'empty'],
    ['<|channel|>analysis<|message|>It goes on', 'empty'],
    ['---', 'empty'],
    ['I cannot help with that.', 'declined'],
    ["I'm sorry, but there is no diff.", 'declined'],
    ['Please provide the diff.', 'declined'],
    ['There are no staged changes.', 'declined'],
    ['It looks like nothing was sent.', 'declined'],
    ['Fix \u202ethe login', 'hidden'],
    ['Fix\u200b the login', 'hidden'],
    ['Fix the <|fim_middle|> login', 'hidden'],
    ['Fix the login\n\nZero\ufeffwidth', 'hidden'],
    [`${'word '.repeat(80)}.`, 'noSubject'],
  ];
  for (const [text, why] of REFUSED) {
    it(`is none: ${JSON.stringify(text.slice(0, 40))}`, () =>
      assert.deepEqual(read(text), { why }));
  }

  it('is none where a credential was in it', () =>
    assert.deepEqual(read(WHOLE, { withheld: 'credential' }), { why: 'credential' }));

  it('keeps its whole lines where the answer was cut, or none', () => {
    for (const cut of [{ ending: 'length' }, { fault: 'unreachable' }] as const) {
      assert.equal(read(`${SUBJECT}\n\n${BODY}\nAnd beca`, cut), WHOLE);
      assert.equal(read(`\`\`\`\n${SUBJECT}\n\nIt i`, cut), SUBJECT);
      assert.deepEqual(read('Add a par', cut), { why: 'cut' });
      assert.deepEqual(read('```\nAdd a par', cut), { why: 'cut' });
      assert.deepEqual(read('<think>\nso\n', cut), { why: 'cut' });
    }
  });

  it('is of bounded length, in whole lines', () => {
    const message = read(`${SUBJECT}\n\n${'A line of it.\n'.repeat(1_000)}`);
    assert.ok(typeof message === 'string' && message.length <= 5_000 && message.endsWith('of it.'));
  });

  it('is read from whatever comes, in time', () => {
    const piece = fc.constantFrom(
      '```',
      '<think>',
      '</think>',
      '"',
      '**',
      '# ',
      'Here is',
      ': ',
      '\n',
      'Fix it',
      '<|im_end|>',
      '{',
      '- ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const message = read(text);
        if (typeof message === 'string') assert.ok(message.trim() === message && message !== '');
        for (const shown of [shownMessage(text), message]) {
          if (typeof shown === 'string') assert.doesNotMatch(shown, /^(?:<think>|```)/);
        }
      }),
      { numRuns: 2_000 },
    );
    for (const unit of [
      '```\n',
      '<',
      '"',
      '**',
      '# ',
      'Here is the ',
      '\n',
      'a ',
      '{',
      '[',
      '- ',
      '---\n\n',
      'Note: ',
    ]) {
      const text = unit.repeat(20_000 / unit.length);
      const ms = processorMs(() => [read(text), shownMessage(text)]);
      assert.ok(ms < 500, `${JSON.stringify(unit)}: ${ms} ms`);
    }
  });
});
