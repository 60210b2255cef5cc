import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { DatedValues } from '../storage/datedValues.ts';
import type { FactStore } from '../upstream/learntFacts.ts';
import { factsIn } from '../upstream/requestFacts.ts';

/** Servers are renewed: what one said is asked again after so long. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Keeps the facts about models in a file, under fingerprints of their endpoints: nothing can be read from these. */
export function factStore(
  storagePath: string,
  clock: Clock,
): (endpoint: Endpoint, model: string) => FactStore {
  const values = new DatedValues(join(storagePath, 'facts.json'), () => clock.now(), KEPT_MS);
  return (endpoint, model) => {
    const name = fingerprint(endpoint, model);
    return {
      read: () => factsIn(values.get(name)),
      write: (facts) => values.set(name, facts),
    };
  };
}

/** Stands for an endpoint and a model, and for how completions are asked for there. */
const fingerprint = ({ provider, url, completionApi }: Endpoint, model: string): string =>
  createHash('sha256')
    .update(JSON.stringify([provider, url, completionApi, model]))
    .digest('hex')
    .slice(0, 32);
