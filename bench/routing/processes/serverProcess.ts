import type { FromServer, ToServer } from './messages.ts';
import { ModelServer } from './modelServer.ts';

/** A model server in a process of its own, for `fork`; its argument is a seed. Ends with its parent. */
const server = new ModelServer(Number(process.argv[2]));
const tell = (message: FromServer) => process.send?.(message);

process.on('message', async (message: ToServer) => {
  if (message.ask === 'behave') server.behaviour = message.behaviour;
  if (message.ask === 'close') await server.close();
  if (message.ask === 'open') await server.open();
  tell({ id: message.id, seen: message.ask === 'seen' ? server.takeSeen() : [] });
});
process.on('disconnect', () => process.exit());
tell({ port: await server.open() });
