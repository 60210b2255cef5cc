import { visible } from '../server/src/protocol/plainText.ts';

/** Most UTF-16 units of one text of the page. */
const MAX_LENGTH = 1_000;

/** The attributes that views have: none leads anywhere or runs anything. */
type Attribute = 'aria-label' | 'aria-pressed' | 'class' | 'role' | 'scope' | 'tabindex' | 'type';

/** An element as it should be. Text only ever enters as text, never as markup, and without characters that nobody sees. */
export interface View {
  readonly tag: string;
  /** Those that children have beside them; text comes first. */
  readonly text?: string;
  readonly attributes?: Readonly<Partial<Record<Attribute, string>>>;
  readonly children?: readonly View[];
  readonly onClick?: () => void;
}

const handlers = new WeakMap<Element, () => void>();

/**
 * Makes the children of an element what they should be, and touches nothing that is so already: focus, selection and what a
 * screen reader stands on stay.
 */
export function render(parent: Element, views: readonly View[]): void {
  for (const [index, view] of views.entries()) {
    const standing = parent.children[index];
    if (standing?.localName === view.tag) update(standing, view);
    else {
      const element = document.createElement(view.tag);
      update(element, view);
      if (standing === undefined) parent.append(element);
      else standing.replaceWith(element);
    }
  }
  while (parent.children.length > views.length) parent.lastElementChild?.remove();
}

function update(element: Element, view: View): void {
  setText(element, visible(view.text ?? '', MAX_LENGTH));
  const wanted = view.attributes ?? {};
  for (const { name } of [...element.attributes]) {
    if (!(name in wanted)) element.removeAttribute(name);
  }
  for (const [name, given] of Object.entries(wanted)) {
    const value = visible(given, MAX_LENGTH);
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  if (view.onClick !== undefined) {
    if (!handlers.has(element)) element.addEventListener('click', () => handlers.get(element)?.());
    handlers.set(element, view.onClick);
  }
  render(element, view.children ?? []);
}

/** The text before the children. */
function setText(element: Element, text: string): void {
  const [first] = element.childNodes;
  if (first?.nodeType === Node.TEXT_NODE) {
    if (text === '') first.remove();
    else if (first.textContent !== text) first.textContent = text;
  } else if (text !== '') element.prepend(text);
}
