import { strict as assert } from 'node:assert';
import { choiceTitle, endpointChoices, nothingText } from '../../../client/src/endpointChoices.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { anEndpointState, aSnapshot } from '../../../tools/testing/snapshots.ts';
import { activeIn } from '../../support/markup.ts';

const CONFIGURED = [
  { id: 'local', provider: 'ollama', model: 'a', completionModel: 'b' },
  { id: 'hosted', provider: 'openai', model: 'c', apiKeyEnv: 'SECRET_OF_MINE' },
  null,
];
const { endpoints } = aSnapshot([], {
  endpoints: [
    anEndpointState({ id: 'local', state: 'paused' as never }),
    anEndpointState({ id: 'hosted', lastError: 'unauthorized' }),
    anEndpointState({ id: 'found', waitMs: 5 }),
  ],
});

describe('the choice of an endpoint', () => {
  const told = (command: 'pause' | 'resume' | 'test') =>
    endpointChoices(command, endpoints, CONFIGURED).map(
      ({ id, description }) => `${id}: ${description}`,
    );

  it('has those that the command can be about, with provider, model and state', () => {
    const working = ['hosted: openai/c · refuses the API key', 'found: has reached its limit'];
    assert.deepEqual(told('pause'), working);
    assert.deepEqual(told('resume'), ['local: ollama/b · paused by you']);
    assert.deepEqual(told('test'), [...told('resume'), ...working]);
  });

  it('is told to be none in plain words', () => {
    assert.deepEqual(endpointChoices('resume', endpoints.slice(1), undefined), []);
    assert.match(nothingText('resume', true), /no endpoint is paused/);
    assert.match(nothingText('pause', true), /all endpoints are paused already/);
    for (const command of ['pause', 'resume', 'test'] as const) {
      assert.match(nothingText(command, false), /no model is in use here/);
      assert.match(choiceTitle(command), /which endpoint\?/);
    }
  });

  it('shows nothing of names from outside but plain text', () => {
    for (const name of HOSTILE_TEXTS) {
      const list = [anEndpointState({ id: name, state: 'paused' as never, lastError: name })];
      const snapshot = aSnapshot([], { endpoints: list });
      const setting = [{ id: name, provider: name, model: name }];
      for (const command of ['resume', 'test'] as const) {
        for (const each of endpointChoices(command, snapshot.endpoints, setting)) {
          assert.deepEqual(activeIn(each.label), []);
          assert.deepEqual(activeIn(each.description), []);
        }
      }
    }
  });
});
