import { strict as assert } from 'node:assert';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { DescribedServers } from '../../../server/src/engine/describedServers.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const read = (setting: object) => {
  const base = { id: 'e', provider: 'openai', url: 'http://h/v1', model: 'm' };
  const { settings, problems } = parseSettings({ endpoints: [{ ...base, ...setting }] });
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return { endpoint, editForm: endpoint.editForm, problems };
};

describe('the form of edits of an endpoint', () => {
  it('is what the settings say, whatever the model', () => {
    assert.equal(read({ editForm: 'searchReplace', model: 'x-7b' }).editForm, 'edits');
    assert.equal(read({ editForm: 'whole', model: 'gpt-4.1' }).editForm, 'whole');
  });

  it('is else that of the model for actions', () => {
    assert.equal(read({ model: 'gpt-4.1', completionModel: 'x-7b' }).editForm, 'edits');
    assert.equal(read({ editForm: 'auto', model: 'x-7b' }).editForm, 'whole');
    assert.equal(read({ model: 'mystery' }).editForm, undefined);
  });

  it('is told where it is none, and the endpoint is used all the same', () => {
    const { editForm, problems } = read({ editForm: 'diff', model: 'gpt-4.1' });
    assert.equal(editForm, 'edits');
    assert.match(problems.join(), /editForm: "diff" .*it is ignored/);
  });

  it('is that of the size which a server tells, where nothing else does', async () => {
    const said = async (parameter_size: unknown, setting: object = {}) => {
      const { endpoint } = read({ provider: 'ollama', url: 'http://h:11434', ...setting });
      const tools = {
        clock: new FakeClock(),
        credential: async () => undefined,
        mayCarryKey: () => true,
        call: async () => {
          async function* content() {
            yield Buffer.from(JSON.stringify({ details: { parameter_size } }));
          }
          return { status: 200, headers: {}, body: content() };
        },
      };
      const servers = new DescribedServers(tools, () => undefined);
      await servers.ask([endpoint]);
      return servers.known(endpoint).editForm;
    };
    assert.equal(await said('70.6B'), 'edits');
    assert.equal(await said('7.6B'), 'whole');
    assert.equal(await said('494.03M'), 'whole');
    assert.equal(await said('70.6B', { editForm: 'whole' }), 'whole');
    assert.equal(await said('70.6B', { model: 'x-7b' }), 'whole');
    assert.equal(await said('70.6B', { completionModel: 'other' }), undefined);
    for (const odd of [70, 'B', '70.6B and more', '1e9B', null]) {
      assert.equal(await said(odd), undefined);
    }
  });
});
