import type { NameQuery } from '../../actions/names/nameSuggestions.ts';
import {
  type ExplainTextParams,
  MAX_EXPLAINED,
  MAX_RENAMED,
} from '../../protocol/askedMessages.ts';
import { uriIn } from './places.ts';
import { count, type Raw, text } from './shape.ts';

const MAX_LANGUAGE = 200;

export const namesParams = ({ uri, line, name }: Raw): NameQuery =>
  Object.freeze({
    uri: uriIn(uri, 'uri'),
    line: count(line, 'line'),
    name: text(name, 'name', MAX_RENAMED),
  });

/** A document that cannot be edited. */
export const explainTextParams = (raw: Raw): ExplainTextParams =>
  Object.freeze({
    uri: uriIn(raw.uri, 'uri'),
    languageId: text(raw.languageId, 'languageId', MAX_LANGUAGE),
    text: text(raw.text, 'text', MAX_EXPLAINED),
    first: count(raw.first, 'first'),
    last: count(raw.last, 'last'),
  });
