import { oneOf } from './drawn.ts';
import { isMembers, listOf, type Members } from './forms.ts';

const WORDS = [
  'amber',
  'über',
  'crème brûlée',
  'quote " and \\',
  '東京',
  'two\nlines',
  '🙂',
  'plain',
];

/** A value that a JSON schema allows, as a model in its strict mode gives it. */
export function valueFor(schema: unknown, draw: () => number, root: unknown = schema): unknown {
  if (!isMembers(schema)) return null;
  if (typeof schema.$ref === 'string') return valueFor(referred(schema.$ref, root), draw, root);
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return oneOf(schema.enum, draw);
  const others = listOf(schema.anyOf ?? schema.oneOf);
  if (others.length > 0) return valueFor(oneOf(others, draw), draw, root);
  const type = Array.isArray(schema.type) ? oneOf(schema.type, draw) : schema.type;
  if (type === 'object') return objectFor(schema, draw, root);
  if (type === 'array') return Array.from({ length: 2 }, () => valueFor(schema.items, draw, root));
  if (type === 'integer') return Math.floor(draw() * 100);
  if (type === 'number') return Math.floor(draw() * 1_000) / 10;
  if (type === 'boolean') return draw() < 0.5;
  return type === 'null' ? null : oneOf(WORDS, draw);
}

const objectFor = ({ properties }: Members, draw: () => number, root: unknown): Members =>
  Object.fromEntries(
    Object.entries(isMembers(properties) ? properties : {}).map(([name, schema]) => [
      name,
      valueFor(schema, draw, root),
    ]),
  );

function referred(reference: string, root: unknown): unknown {
  let at = root;
  for (const name of reference.split('/').slice(1)) at = isMembers(at) ? at[name] : undefined;
  return at;
}
