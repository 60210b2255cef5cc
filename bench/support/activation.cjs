// Run in a process of its own: loads the built client against a stand-in for `vscode` that accepts
// everything, and prints how long loading and `activate` take, in milliseconds.
const Module = require('node:module');
const { join } = require('node:path');

const standIn = () =>
  new Proxy(class {}, {
    get: (target, name) => {
      if (name === 'prototype' || name === 'length' || name === 'name')
        return Reflect.get(target, name);
      if (name === Symbol.toPrimitive) return () => '1.125.0';
      if (name === Symbol.iterator) return function* () {};
      if (name === 'then') return undefined;
      if (name === 'version') return '1.125.0';
      if (!Reflect.has(target, name)) Reflect.set(target, name, standIn());
      return Reflect.get(target, name);
    },
    set: () => true,
    apply: () => standIn(),
    construct: () => standIn(),
  });

// The bundle copies own members only and inherits the rest from the prototype.
const vscode = Object.create(standIn());
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));

const begin = performance.now();
const { activate } = require(join(__dirname, '../../dist/client.cjs'));
const loaded = performance.now();
process.on('unhandledRejection', () => undefined);
try {
  activate({
    subscriptions: [],
    secrets: standIn(),
    extensionUri: standIn(),
    globalStorageUri: standIn(),
  });
} catch (error) {
  console.error(error);
}
console.log(JSON.stringify({ loadMs: loaded - begin, totalMs: performance.now() - begin }));
process.exit(0);
