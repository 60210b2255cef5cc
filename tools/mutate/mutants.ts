import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExpressionStatement,
  isIfStatement,
  isLiteralTypeNode,
  isNumericLiteral,
  isParenthesizedExpression,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isVoidExpression,
  isWhileStatement,
} from 'typescript/unstable/ast/is';
import { withTree } from './syntaxTree.ts';

/** A small change of a text: what stands from `start` up to `end` gives way. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly becomes: string;
}

/** A change of one line of a source file, and how it reads. */
export interface Mutant extends Change {
  /** From 1 on. */
  readonly line: number;
  /** The line before and after, trimmed. */
  readonly from: string;
  readonly to: string;
}

const FLIPPED: ReadonlyMap<string, string> = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['&&', '||'],
  ['||', '&&'],
  ['+', '-'],
  ['-', '+'],
  ['+=', '-='],
  ['-=', '+='],
]);

export const applied = (text: string, { start, end, becomes }: Change): string =>
  text.slice(0, start) + becomes + text.slice(end);

/** Every small change of a source text that a test should notice, in the order of the text. */
export function mutantsOf(text: string): Mutant[] {
  const changes = withTree(text, (tree) => {
    const found: Change[] = [];
    const visit = (node: Node) => {
      // What a type says is not run.
      if (isLiteralTypeNode(node)) return;
      const start = node.getStart(tree);
      const wordOf = (part: Node) => text.slice(part.getStart(tree), part.end);
      found.push(...changesOf(node, wordOf).map((change) => place(change, start, node.end)));
      node.forEachChild(visit);
    };
    const place = (change: Change | string, start: number, end: number): Change =>
      typeof change === 'string' ? { start, end, becomes: change } : change;
    const changesOf = (node: Node, wordOf: (part: Node) => string): (Change | string)[] => {
      const isTrue = node.kind === SyntaxKind.TrueKeyword;
      if (isTrue || node.kind === SyntaxKind.FalseKeyword) return [String(!isTrue)];
      if (isNumericLiteral(node)) return otherNumbers(wordOf(node));
      if (isExpressionStatement(node) && isDroppable(node.expression)) return [';'];
      if (isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
        return [wordOf(node.operand)];
      }
      if (isBinaryExpression(node)) {
        const { operatorToken: token, left, right } = node;
        const becomes = FLIPPED.get(wordOf(token));
        const isText = wordOf(token).startsWith('+') && (isString(left) || isString(right));
        if (becomes === undefined || isText) return [];
        return [{ start: token.getStart(tree), end: token.end, becomes }];
      }
      const condition = conditionOf(node);
      if (condition === undefined) return [];
      const whole = { start: condition.getStart(tree), end: condition.end };
      return [{ ...whole, becomes: `!(${wordOf(condition)})` }];
    };
    tree.forEachChild(visit);
    return found;
  });
  return changes.map((change) => told(text, change)).sort((one, other) => one.start - other.start);
}

/** Half and twice a number; 1 instead of 0. */
function otherNumbers(word: string): string[] {
  const value = Number(word.replaceAll('_', ''));
  if (value === 0) return ['1'];
  const half = Number.isInteger(value) ? Math.floor(value / 2) : value / 2;
  return [String(half), String(value * 2)];
}

/** A call that nobody takes anything from, a clean-up for one; and a count that goes up or down. */
function isDroppable(node: Node): boolean {
  if (isVoidExpression(node)) return isDroppable(node.expression);
  if (node.kind === SyntaxKind.AwaitExpression) return true;
  if (isPostfixUnaryExpression(node)) return true;
  return isCallExpression(node) && node.expression.kind !== SyntaxKind.SuperKeyword;
}

/** The condition that a node asks, where no operator in it is flipped anyway. */
function conditionOf(node: Node): Node | undefined {
  const isTested = isIfStatement(node) || isWhileStatement(node);
  const condition = isTested
    ? node.expression
    : isConditionalExpression(node)
      ? node.condition
      : undefined;
  if (condition === undefined || isParenthesizedExpression(condition)) return undefined;
  const isNegation =
    isPrefixUnaryExpression(condition) && condition.operator === SyntaxKind.ExclamationToken;
  return isNegation || isBinaryExpression(condition) ? undefined : condition;
}

const isString = ({ kind }: Node): boolean =>
  kind === SyntaxKind.StringLiteral ||
  kind === SyntaxKind.TemplateExpression ||
  kind === SyntaxKind.NoSubstitutionTemplateLiteral;

/** A change with the line that it is on; of several lines, the first. */
export function told(text: string, change: Change): Mutant {
  const lineStart = text.lastIndexOf('\n', change.start - 1) + 1;
  const lineOf = (whole: string) => (whole.slice(lineStart).split('\n', 1)[0] ?? '').trim();
  const line = text.slice(0, lineStart).split('\n').length;
  return { ...change, line, from: lineOf(text), to: lineOf(applied(text, change)) };
}
