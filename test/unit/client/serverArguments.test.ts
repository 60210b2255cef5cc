import { strict as assert } from 'node:assert';
import { DEBUG_PORT, nodeArguments } from '../../../client/src/serverArguments.ts';

describe('the arguments of Node for the server', () => {
  it('let a debugger in only where the extension is in development', () => {
    assert.deepEqual(nodeArguments(false), ['--max-semi-space-size=1']);
    assert.deepEqual(nodeArguments(true), ['--max-semi-space-size=1', `--inspect=${DEBUG_PORT}`]);
  });
});
