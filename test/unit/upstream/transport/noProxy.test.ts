import { strict as assert } from 'node:assert';
import { reachedDirectly } from '../../../../server/src/upstream/transport/noProxy.ts';
import { processorMs } from '../../../support/processorTime.ts';

/** A list, hosts that are reached without the proxy, and hosts that are not; with ports where they matter. */
const CASES: readonly [list: string, spared: readonly string[], proxied: readonly string[]][] = [
  ['', [], ['a.test']],
  ['*', ['a.test', '10.0.0.1', '[::1]'], []],
  ['a.test', ['a.test', 'A.TEST', 'b.a.test', 'a.test.'], ['ba.test', 'a.test.b', 'test']],
  ['.a.test', ['a.test', 'b.a.test'], ['ba.test']],
  ['*.a.test', ['b.a.test', 'c.b.a.test'], ['a.test', 'ba.test']],
  ['*a.test', ['a.test', 'ba.test'], ['a.test.b']],
  ['model-*.test', ['model-1.test'], ['model1.test']],
  ['a*b*c.test', ['a-b-c.test', 'abc.test'], ['acb.test', 'ac.test']],
  [' a.test ; b.test\tc.test,,', ['a.test', 'b.test', 'c.test'], ['d.test']],
  ['a.test:8443', ['a.test:8443', 'b.a.test:8443'], ['a.test', 'a.test:84']],
  ['https://a.test/', ['a.test'], ['b.test']],
  ['10.0.0.0/8', ['10.1.2.3'], ['11.0.0.1', 'ten.test', '[::a01:203]']],
  ['192.0.2.0/25:8080', ['192.0.2.7:8080'], ['192.0.2.7', '192.0.2.200:8080']],
  ['192.0.2.*', ['192.0.2.7'], ['192.0.20.7', '193.0.2.7']],
  ['192.0.2.7', ['192.0.2.7', '[::ffff:c000:207]'], ['192.0.2.70']],
  ['fd00::/8', ['[fd12::1]'], ['[fe80::1]', '253.0.0.1']],
  ['[fd00::]/8', ['[fd12::1]'], ['[fe80::1]']],
  ['2001:db8::1', ['[2001:db8::1]'], ['[2001:db8::10]']],
  ['[2001:DB8:0:0::1]', ['[2001:db8::1]'], ['[2001:db8::2]']],
  ['[::1]:443', ['[::1]'], ['[::1]:444']],
  ['<local>', ['intranet'], ['a.test', '10.0.0.1', '[::1]']],
  ['10.0.0.0/33,300.0.0.0/8,/8,:,[,],.,*:0', [], ['10.0.0.1', 'a.test']],
];

describe('the hosts that are reached without a proxy', () => {
  for (const [list, spared, proxied] of CASES) {
    it(`are told by “${list}”`, () => {
      const spares = reachedDirectly(list);
      const asked = (place: string) => {
        const { hostname, port } = new URL(`https://${place}`);
        return spares(hostname, port === '' ? 443 : Number(port));
      };
      for (const place of spared) assert.equal(asked(place), true, place);
      for (const place of proxied) assert.equal(asked(place), false, place);
    });
  }

  it('are found quickly in a list of any length', () => {
    const lists = [
      '*a'.repeat(50_000),
      'a.test,'.repeat(50_000),
      '1.2.3.4/8,'.repeat(9_999),
      '['.repeat(99_999),
    ];
    const ask = () => {
      for (const list of lists) reachedDirectly(list)(`${'a'.repeat(250)}.b`, 443);
    };
    assert.ok(processorMs(ask) < 1_000);
  });
});
