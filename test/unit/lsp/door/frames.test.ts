import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { FrameError, Frames } from '../../../../server/src/lsp/door/frames.ts';

/** The bodies found in bytes that come in chunks, or the error. */
function bodiesIn(chunks: readonly Buffer[]): string[] | Error {
  const frames = new Frames();
  try {
    return chunks.flatMap((chunk) => [...frames.bodies(chunk)]).map(String);
  } catch (error) {
    return error as Error;
  }
}

const message = (body: string, header = `Content-Length: ${Buffer.byteLength(body)}`): Buffer =>
  Buffer.from(`${header}\r\n\r\n${body}`);

describe('frames of the base protocol', () => {
  it('are found, however they are cut', () => {
    const bodies = fc.array(fc.string({ unit: 'grapheme', maxLength: 50 }), { maxLength: 5 });
    const cuts = fc.array(fc.nat(300), { maxLength: 6 });
    fc.assert(
      fc.property(bodies, cuts, (texts, places) => {
        const type = 'Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n';
        const all = Buffer.concat(
          texts.map((text, index) =>
            message(
              text,
              `${index % 2 === 0 ? '' : type}content-length:${Buffer.byteLength(text)}`,
            ),
          ),
        );
        const at = [0, ...places.sort((one, other) => one - other), all.length];
        const chunks = at.slice(1).map((end, index) => all.subarray(at[index], end));
        assert.deepEqual(bodiesIn(chunks), texts);
      }),
    );
  });

  it('end at a header that says no length, several, or too large a one', () => {
    for (const header of [
      'Content-Length: -5',
      'Content-Length: abc',
      'Content-Length: 1e3',
      'Content-Length: 0x10',
      'Content-Length:',
      'X: y',
      '{"jsonrpc":"2.0"}',
      'Content-Length: 2\r\nContent-Length: 5',
      `Content-Length: ${80 * 1024 * 1024 + 1}`,
      'Content-Length: 99999999999999',
      'Content-Length: 2\nX: y',
      'x'.repeat(5_000),
    ]) {
      const result = bodiesIn([message('{}'), message('{}', header), message('{}')]);
      assert.ok(result instanceof FrameError, header.slice(0, 60));
    }
  });

  it('end at a header that never ends', () => {
    const chunks = Array.from({ length: 50 }, () => Buffer.alloc(100, 'x'));
    assert.ok(bodiesIn(chunks) instanceof FrameError);
  });
});
