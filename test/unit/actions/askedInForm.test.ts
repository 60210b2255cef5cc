import { strict as assert } from 'node:assert';
import type { Refusal } from '../../../server/src/actions/answer/reading.ts';
import { askedInForm } from '../../../server/src/actions/askedInForm.ts';
import { editInstructions } from '../../../server/src/actions/editInstructions.ts';
import type { ActionEvent } from '../../../server/src/actions/events.ts';
import type { EditForm } from '../../../server/src/domain/endpoint.ts';
import type { Generation, GenerationRequest } from '../../../server/src/domain/generation.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

const BOTH = { system: 'whole', systemForEdits: 'edits' };
const WHY = /^why: (\w+)$/;

/** Asks a model that says one thing first and another thing then; `why: cut` is an answer that is refused for that. */
async function asking(
  says: readonly (string | Partial<Generation> | Error)[],
  { form = 'whole' as EditForm, system = BOTH as object, isCurrent = true } = {},
) {
  const asked: GenerationRequest[] = [];
  const events: ActionEvent[] = [];
  const controller = new AbortController();
  const request = aRequest({ input: { kind: 'chat', system: 'whole', user: 'u', ...system } });
  const { answer, reading } = await askedInForm(request, aContext({ signal: controller.signal }), {
    generate: async (each) => {
      const said = says[asked.length] ?? '';
      asked.push(each);
      if (said instanceof Error) throw said;
      const changes = typeof said === 'string' ? { text: said } : said;
      if (changes.text === 'leaves') controller.abort();
      return aGeneration(changes);
    },
    read: ({ text }) => {
      const why = text === 'leaves' ? 'difference' : WHY.exec(text)?.[1];
      return why === undefined ? { kind: 'unchanged' } : { kind: 'refused', why: why as Refusal };
    },
    editFormOf: (id) => (id === 'first' ? form : 'whole'),
    isCurrent: () => isCurrent,
    observe: (event) => events.push(event),
  });
  const forms = asked.map(({ input }) =>
    input.kind === 'chat' ? [input.system, input.systemForEdits] : [],
  );
  return { text: answer.text, reading, forms, events };
}

describe('a question in the form that suits the model', () => {
  it('is asked once where the answer can be used', async () => {
    const { forms, events } = await asking(['good']);
    assert.deepEqual([forms, events], [[['whole', 'edits']], []]);
  });

  it('is asked once more, in the other form alone, where the answer is malformed', async () => {
    const small = await asking(['why: difference', 'good']);
    assert.deepEqual(small.forms, [
      ['whole', 'edits'],
      ['edits', undefined],
    ]);
    assert.deepEqual([small.text, small.reading.kind], ['good', 'unchanged']);
    assert.deepEqual(small.events, [{ kind: 'actionAskedAgain', isCured: true }]);
    const large = await asking(['why: elsewhere', 'good'], { form: 'edits' });
    assert.deepEqual(large.forms[1], ['whole', undefined]);
  });

  it('is not asked a third time, and says why the first answer was not used', async () => {
    const { text, forms, events } = await asking(['why: elided', 'why: tooLittle', 'good']);
    assert.deepEqual([text, forms.length], ['why: elided', 2]);
    assert.deepEqual(events, [{ kind: 'actionAskedAgain', isCured: false }]);
    const failed = await asking(['why: elided', new Error('gone')]);
    assert.deepEqual([failed.text, failed.forms.length], ['why: elided', 2]);
  });

  it('is asked again for what another form can cure, and for nothing else', async () => {
    const again = async (why: string) => (await asking([`why: ${why}`])).forms.length === 2;
    for (const why of ['cut', 'noCode', 'empty', 'elided', 'difference', 'tooLittle', 'elsewhere'])
      assert.equal(await again(why), true, why);
    for (const why of ['declined', 'hidden', 'credential', 'unsure'])
      assert.equal(await again(why), false, why);
  });

  it('is not asked again where the answer was cut by a limit or broke', async () => {
    const cut = await asking([{ text: 'why: cut', ending: 'length' }]);
    const broken = await asking([{ text: 'why: cut', fault: 'timeout' }]);
    assert.deepEqual([cut.forms.length, broken.forms.length], [1, 1]);
  });

  it('is not asked again when it is called off, or the document has changed', async () => {
    const left = await asking(['leaves', 'good']);
    const changed = await asking(['why: difference', 'good'], { isCurrent: false });
    assert.deepEqual([left.forms.length, changed.forms.length], [1, 1]);
  });

  it('is not asked again where it has one form', async () => {
    const { forms } = await asking(['why: difference'], { system: {} });
    assert.equal(forms.length, 1);
  });

  it('gives no answer that came after it was called off', async () => {
    const { text, events } = await asking(['why: difference', 'leaves']);
    assert.deepEqual([text, events], ['why: difference', []]);
  });
});

describe('the instructions for a change of code', () => {
  it('name the task, and the form of the answer', () => {
    const { system, systemForEdits } = editInstructions('You tidy code.', {
      whole: 'Or repeat it.',
    });
    assert.match(system, /^You tidy code\. Or repeat it\. Answer with one Markdown code block/);
    assert.match(systemForEdits ?? '', /^You tidy code\. Answer with one or more blocks/);
    assert.match(
      systemForEdits ?? '',
      /^<<<<<<< SEARCH\n[^<>]*\n=======\n[^<>]*\n>>>>>>> REPLACE$/m,
    );
    assert.doesNotMatch(systemForEdits ?? '', /Or repeat it/);
  });
});
