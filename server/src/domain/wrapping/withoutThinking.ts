import { standpointOf } from './standpoint.ts';
import { thinkingLayer } from './thinking.ts';

/** Where elements are usual, only those that are never anything else are thinking. */
const ANYWHERE = { before: '', after: '', languageId: 'xml' };

/** Returns an answer for people without the thinking before it; `isWhole` is false while more may come. */
export const withoutThinking = (text: string, isWhole: boolean): string =>
  thinkingLayer.whole.test(text)
    ? thinkingLayer.apply({ text, isOver: isWhole }, standpointOf(ANYWHERE)).text
    : text;
