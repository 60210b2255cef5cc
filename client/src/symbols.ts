import * as vscode from 'vscode';
import type {
  DefinitionsParams,
  DefinitionsResult,
  DiagnosticsParams,
  DiagnosticsResult,
} from '../../server/src/protocol/actionMessages.ts';

type Place = DefinitionsResult['places'][number][number];

/** Where the symbols at some positions are defined, by the editor's own language services; where they fail, nowhere. */
export async function definitionsOf({
  uri,
  positions,
}: DefinitionsParams): Promise<DefinitionsResult> {
  const document = vscode.Uri.parse(uri);
  const places = await Promise.all(
    positions.map(async ({ line, character }) => {
      const position = new vscode.Position(line, character);
      const found = await Promise.resolve(
        vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
          'vscode.executeDefinitionProvider',
          document,
          position,
        ),
      ).catch(() => []);
      return (found ?? []).map(placeOf);
    }),
  );
  return { places };
}

const placeOf = (found: vscode.Location | vscode.LocationLink): Place =>
  'targetUri' in found
    ? { uri: found.targetUri.toString(), line: found.targetRange.start.line }
    : { uri: found.uri.toString(), line: found.range.start.line };

/** Tools look at an edit for so long at most, and are done when they have said nothing new for a while. */
const LONGEST_MS = 10_000;
const QUIET_MS = 1_500;

/** The diagnostics of a document, of all tools: as they are, or once they have come to rest after an edit. */
export async function diagnosticsOf({
  uri,
  isAfterEdit,
}: DiagnosticsParams): Promise<DiagnosticsResult> {
  const document = vscode.Uri.parse(uri);
  if (isAfterEdit) await settled(document);
  const found = vscode.languages.getDiagnostics(document);
  return {
    diagnostics: found.map(({ range, message, source, code, severity }) => {
      const kind = typeof code === 'object' ? code.value : code;
      return {
        line: range.start.line,
        message,
        isError: severity === vscode.DiagnosticSeverity.Error,
        ...(source === undefined ? {} : { source }),
        ...(kind === undefined ? {} : { code: String(kind) }),
      };
    }),
  };
}

/** Resolves when the diagnostics of a document have changed and rest, or have not changed for long. */
function settled(uri: vscode.Uri): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(longest);
      clearTimeout(quiet);
      listener.dispose();
      resolve();
    };
    let quiet: NodeJS.Timeout | undefined;
    const longest = setTimeout(done, LONGEST_MS);
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((each) => each.toString() === uri.toString())) return;
      clearTimeout(quiet);
      quiet = setTimeout(done, QUIET_MS);
    });
  });
}
