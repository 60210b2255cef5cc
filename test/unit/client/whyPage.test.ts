import { strict as assert } from 'node:assert';
import { whyPage } from '../../../client/src/whyPage.ts';

const NOW = 1_000_000;

describe('the page that says why nothing is suggested', () => {
  it('begins with the newest reason, then those before, then the models', () => {
    const page = whyPage(
      12,
      {
        isEnabled: true,
        isTrusted: true,
        decisions: [
          { at: NOW - 1_000, text: 'The cursor stands in the middle of a word.', times: 3 },
          { at: NOW - 30_000, text: 'You typed on before an answer came.', times: 1 },
          { at: NOW - 600_000, text: 'The file is larger than 5 MB.', times: 1 },
        ],
        endpoints: [{ id: 'local', text: 'is ready' }],
      },
      NOW,
    );
    assert.equal(
      page,
      `# Why no suggestion on line 12?

**The cursor stands in the middle of a word.** (just now, 3 times)

## Before that, on this line

- You typed on before an answer came. (30 s ago)
- The file is larger than 5 MB. (10 min ago)

## Models

- **local** is ready.
`,
    );
  });

  it('ends with the endpoint that was asked last, where there are several', () => {
    const page = whyPage(
      1,
      {
        isEnabled: true,
        isTrusted: true,
        decisions: [],
        endpoints: [
          { id: 'local', text: 'is ready' },
          { id: 'spare', text: 'is ready' },
        ],
        lastAsked: { id: '*l*', at: NOW - 5_000, text: 'was asked, because it was its turn' },
      },
      NOW,
    );
    assert.ok(
      page.endsWith(
        '- **spare** is ready.\n\n**\\*l\\*** was asked, because it was its turn (5 s ago).\n',
      ),
      page,
    );
  });

  it('says what to do where nothing was asked, Aurelis is off, or no model is set up', () => {
    const page = whyPage(
      1,
      { isEnabled: false, isTrusted: true, decisions: [], endpoints: [] },
      NOW,
    );
    assert.match(page, /turned off\. Run \*\*Aurelis: Enable\*\*/);
    assert.match(page, /Nothing was asked on this line yet\. Type/);
    assert.match(page, /No model is set up/);
  });

  it('says that no model is asked in a folder that is not trusted, and what to do', () => {
    const page = whyPage(
      1,
      { isEnabled: true, isTrusted: false, decisions: [], endpoints: [] },
      NOW,
    );
    assert.match(
      page,
      /not trusted, so no model is asked.*\*\*Workspaces: Manage Workspace Trust\*\*/,
    );
    assert.match(page, /None is asked until you trust this folder/);
    assert.doesNotMatch(page, /No model is set up/);
  });

  it('shows names from the settings as they are, never as markup or commands', () => {
    const id = '[x](command:evil) **b** <img>';
    const told = {
      isEnabled: true,
      isTrusted: true,
      decisions: [],
      endpoints: [{ id, text: 'is ready' }],
    };
    assert.match(whyPage(1, told, NOW), /\\\[x\\\] \(command:evil\) \\\*\\\*b\\\*\\\* \\<img\\>/);
  });
});
