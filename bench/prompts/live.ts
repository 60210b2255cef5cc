import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import { emptyTimings, TimedOurs } from '../typing/timedOurs.ts';
import { emptyTally, HABITS, Typist } from '../typing/typist.ts';
import type { Layout, LayoutTools } from './layouts.ts';
import { importsIn, openOthers, type Project } from './project.ts';
import { type Evaluated, SimulatedServer } from './simulatedServer.ts';

/** Someone types into a file, with pauses; every call that the product makes is evaluated. */
export async function live(
  project: Project,
  layoutOf: (tools: LayoutTools) => Layout,
  endpoint: Endpoint,
): Promise<Evaluated[]> {
  const server = new SimulatedServer();
  const found: Evaluated[] = [];
  let layout: Layout | undefined;
  const assistant = new TimedOurs(emptyTimings(), {
    requestsFor: (documents, clock) => {
      openOthers(project, documents);
      layout = layoutOf({ documents, imported: importsIn(project, clock), clock, endpoint });
      return layout;
    },
    onRequest: (request) => {
      if (layout !== undefined) found.push(server.evaluate(layout.prepare(request, endpoint)));
    },
  });
  await new Typist(project.file, HABITS, emptyTally()).run(assistant);
  return found;
}
