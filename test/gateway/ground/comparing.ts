import { strict as assert } from 'node:assert';
import type { OpenAiUpstream } from '../../../tools/servers/openAiUpstream.ts';
import { programs as aiSdk } from '../clients/aiSdk/programs.ts';
import { programs as langchain } from '../clients/langchain/programs.ts';
import { programs as openai } from '../clients/openai/programs.ts';
import type { Outcome } from '../clients/program.ts';
import { ClientProcess } from './clientProcess.ts';
import { anUpstream, Ground, placeOf } from './ground.ts';

const CLIENTS = { openai, aiSdk, langchain };

/** A server in front of a gateway. */
export interface Front {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The parts of an answer that are compared, however it came. */
const seen = ({ pieces: _, ...outcome }: Outcome): Outcome => outcome;

/** A failure of a server is one of a gateway's server behind a gateway: 502 for any status of it. */
const behindAGateway = (outcome: Outcome): Outcome =>
  JSON.parse(JSON.stringify(outcome), (name, value) =>
    /^status(?:Code)?$/.test(name) && value >= 500 ? 502 : value,
  );

/** Runs the programs of all clients against a server, and against one behind a gateway: they must see the same. */
export function compare(where: string, frontOf: (ground: Ground) => Promise<Front>): void {
  for (const [client, programs] of Object.entries(CLIENTS)) {
    describe(`programs with ${client} ${where}`, () => {
      let host: ClientProcess;
      let direct: OpenAiUpstream;
      let ground: Ground;
      let front: Front;
      before(async () => {
        host = new ClientProcess(client);
        direct = await anUpstream();
        ground = await Ground.begin();
        front = await frontOf(ground);
      });
      after(async () => {
        await front.stop();
        await Promise.all([host.stop(), direct.stop(), ground.stop()]);
      });

      for (const { name, isKept } of programs) {
        it(`see ${name} as the server gives it`, async () => {
          const place = { ...ground.place, baseURL: front.url };
          const [there, here] = await Promise.all([
            host.run(name, placeOf(direct)),
            host.run(name, place),
          ]);
          assert.deepEqual(here, behindAGateway(there));
          const { calls } = ground.upstream;
          if (!isKept) return;
          assert.deepEqual(seen(await host.run(name, place)), seen(there));
          assert.equal(ground.upstream.calls, calls);
        });
      }
    });
  }
}
