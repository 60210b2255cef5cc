import type { Edit } from '../../documents/edit.ts';
import { EditStack, KEY_LENGTH, type Taking, type Turn } from './editStack.ts';

/** The user's latest changes of each document: right after some were taken back no model need be asked. */
export class RecentEdits {
  readonly #stacks = new Map<string, EditStack>();
  /** Documents whose last change took back, or brought again, more than a key. */
  readonly #undone = new Set<string>();

  /** `taking` is what the edit took of a suggestion. */
  changed(uri: string, edit: Edit, taking?: Taking): Turn {
    const stack = this.#stacks.get(uri) ?? new EditStack();
    this.#stacks.set(uri, stack);
    const turn = stack.add(edit, taking);
    const { length } = turn.kind === 'undo' ? edit.removed : edit.inserted;
    if (turn.kind !== 'new' && length >= KEY_LENGTH) this.#undone.add(uri);
    else this.#undone.delete(uri);
    return turn;
  }

  /** True if the last change undid or redid earlier ones. */
  isUndone(uri: string): boolean {
    return this.#undone.has(uri);
  }

  forget(uri: string): void {
    this.#stacks.delete(uri);
    this.#undone.delete(uri);
  }
}
