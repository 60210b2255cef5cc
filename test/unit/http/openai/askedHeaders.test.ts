import { strict as assert } from 'node:assert';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import {
  cacheWish,
  isFromPage,
  isLocalName,
  keyOf,
  priorityOf,
} from '../../../../server/src/http/openai/askedHeaders.ts';

describe('what a client says in headers', () => {
  it('is its wish about the cache, in our word or in HTTP’s', () => {
    const wishes: [headers: Record<string, string>, wish: string][] = [
      [{}, 'usual'],
      [{ 'x-aurelis-cache': 'none' }, 'none'],
      [{ 'x-aurelis-cache': 'Off' }, 'none'],
      [{ 'x-aurelis-cache': 'refresh' }, 'refresh'],
      [{ 'cache-control': 'no-store' }, 'none'],
      [{ 'cache-control': 'max-age=0,  \tno-store' }, 'none'],
      [{ 'cache-control': 'no-cache, NO-STORE' }, 'none'],
      [{ 'cache-control': 'no-cache' }, 'refresh'],
      [{ 'cache-control': 'private , no-cache' }, 'refresh'],
      [{ 'cache-control': 'max-age=60, x-no-store, none-of-it' }, 'usual'],
      [{ 'x-aurelis-cache': 'refresh', 'cache-control': 'no-store' }, 'none'],
    ];
    for (const [headers, wish] of wishes)
      assert.equal(cacheWish(headers), wish, JSON.stringify(headers));
  });

  it('is how urgent it is', () => {
    assert.equal(priorityOf({}), 'interactive');
    assert.equal(priorityOf({ 'x-aurelis-priority': 'batch' }), 'batch');
    assert.equal(priorityOf({ 'x-aurelis-priority': ' Batch ' }), 'batch');
    assert.equal(priorityOf({ 'x-aurelis-priority': 'interactive' }), 'interactive');
    assert.equal(priorityOf({ 'x-aurelis-priority': 'interactive, batch' }), 'batch');
  });

  it('is nothing in a header of ours that is empty', () => {
    for (const blank of ['', '  ', ',', ' , \t']) {
      assert.equal(cacheWish({ 'x-aurelis-cache': blank }), 'usual');
      assert.equal(priorityOf({ 'x-aurelis-priority': blank }), 'interactive');
    }
  });

  it('is refused in a header of ours that takes no such word, which is named with those that it takes', () => {
    const refused = (name: string, value: string | string[]) => {
      const read = name === 'x-aurelis-cache' ? cacheWish : priorityOf;
      try {
        return read({ [name]: value });
      } catch (error) {
        assert.ok(error instanceof ApiError);
        assert.deepEqual([error.status, error.code, error.param], [400, 'invalid_value', name]);
        assert.ok(error.message.includes(`\`${name}\``));
        return error.message;
      }
    };
    const cache = ['no', 'false', 'miss', 'none of it', 'none, nothing'] as const;
    for (const value of cache)
      assert.match(refused('x-aurelis-cache', value), /It takes `none` or `refresh`/, value);
    assert.match(refused('x-aurelis-cache', 'none, No'), /“no”/);
    assert.match(refused('x-aurelis-cache', ['none', 'no']), /“no”/);
    for (const value of ['urgent', 'BATCH!', '0', 'batch;interactive'])
      assert.match(
        refused('x-aurelis-priority', value),
        /It takes `batch` or `interactive`/,
        value,
      );
    const long = refused('x-aurelis-priority', '\u0007\u001b[31m'.padEnd(60_000, 'x'));
    assert.ok(long.length < 250);
    assert.doesNotMatch(long, /\p{Cc}/u);
  });

  it('shows whether a page may have sent it', () => {
    for (const site of ['cross-site', 'same-site', 'anything'])
      assert.ok(isFromPage({ 'sec-fetch-site': site }));
    for (const origin of ['null', '', 'http://localhost:4000']) assert.ok(isFromPage({ origin }));
    for (const headers of [{}, { 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-origin' }])
      assert.ok(!isFromPage(headers));
  });

  it('is a name of this machine, or another one', () => {
    for (const host of ['localhost', 'LocalHost:4000', '127.0.0.1', '127.9.8.7:1', '[::1]:80'])
      assert.ok(isLocalName(host), host);
    assert.ok(isLocalName(undefined));
    const others = ['', 'localhost.', 'localhost.evil', 'evil', '127.0.0.1.nip.io', '0.0.0.0'];
    const odd = ['localhost:', 'localhost:x', 'a@localhost', 'localhost/', '[::ffff:127.0.0.1]'];
    for (const host of [...others, ...odd, '127.1', '2130706433', 'localhost\nevil'])
      assert.ok(!isLocalName(host), host);
  });
});

describe('the key that a request presents', () => {
  const cases: [headers: Record<string, string | string[] | undefined>, key: string | undefined][] =
    [
      [{ authorization: 'Bearer ak-1' }, 'ak-1'],
      [{ authorization: 'bearer   ak-1 ' }, 'ak-1'],
      [{ 'x-api-key': ' ak-2 ' }, 'ak-2'],
      [{ 'api-key': 'ak-3' }, 'ak-3'],
      [{ authorization: 'Bearer ak-1', 'x-api-key': 'ak-2', 'api-key': 'ak-3' }, 'ak-1'],
      [{ authorization: 'Basic YTpi', 'x-api-key': 'ak-2' }, 'ak-2'],
      [{ authorization: 'Bearer ', 'api-key': 'ak-3' }, 'ak-3'],
      [{ authorization: 'ak-1' }, undefined],
      [{ authorization: 'Bearer a b' }, undefined],
      [{ 'x-api-key': ['ak-2', 'ak-3'] }, undefined],
      [{ 'x-api-key': '  ' }, undefined],
      [{}, undefined],
    ];
  for (const [headers, key] of cases) {
    it(`is ${key} in ${JSON.stringify(headers)}`, () => assert.equal(keyOf(headers), key));
  }

  it('is read in bounded time from any header', () => {
    for (const long of [`Bearer ${' '.repeat(60_000)}`, `Bearer ${'a '.repeat(60_000)}`]) {
      assert.equal(keyOf({ authorization: long }), undefined);
    }
    assert.ok((keyOf({ 'x-api-key': 'a'.repeat(60_000) })?.length ?? 0) <= 1_024);
  });
});
