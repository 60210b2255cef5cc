import { type Node, SyntaxKind } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isBlock,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isGetAccessorDeclaration,
  isMethodDeclaration,
  isSetAccessorDeclaration,
} from 'typescript/unstable/ast/is';
import { withTrees } from '../../tools/mutate/syntaxTree.ts';

/** A global function that each function calls first, with the number of its file. */
export const ENTERED = '__aurelisEntered';

/** Source texts in which every function first says that it was entered, and in which file. */
export function instrumented(texts: readonly string[]): string[] {
  const inserted = withTrees(texts, (tree, file) => {
    const marks: { readonly at: number; readonly text: string }[] = [];
    const visit = (node: Node): void => {
      const body = bodyOf(node);
      if (body !== undefined && isBlock(body)) {
        marks.push({ at: body.getStart(tree) + 1, text: `${ENTERED}(${file});` });
      } else if (body !== undefined) {
        marks.push({ at: body.getStart(tree), text: `(${ENTERED}(${file}), ` });
        marks.push({ at: body.end, text: ')' });
      }
      node.forEachChild(visit);
    };
    visit(tree);
    return marks;
  });
  return texts.map((text, index) => {
    let [done, from] = ['', 0];
    for (const { at, text: mark } of (inserted[index] ?? []).sort((one, two) => one.at - two.at)) {
      done += text.slice(from, at) + mark;
      from = at;
    }
    return done + text.slice(from);
  });
}

/** The body of a function of any kind; `undefined` for all other nodes, and for signatures without one. */
function bodyOf(node: Node): Node | undefined {
  if (node.kind === SyntaxKind.SourceFile) return undefined;
  const isFunction =
    isArrowFunction(node) ||
    isConstructorDeclaration(node) ||
    isFunctionDeclaration(node) ||
    isFunctionExpression(node) ||
    isGetAccessorDeclaration(node) ||
    isMethodDeclaration(node) ||
    isSetAccessorDeclaration(node);
  return isFunction ? node.body : undefined;
}
