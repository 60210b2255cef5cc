import * as vscode from 'vscode';
import {
  type CommitMessageParams,
  type CommitMessageResult,
  MAX_DIFF,
} from '../../server/src/protocol/commitMessages.ts';
import { harmless, MAX_ID, plain } from '../../server/src/protocol/plainText.ts';
import { boundedDiff } from './boundedDiff.ts';
import { lastSubjects, openRepositories, type Repository } from './git.ts';
import type { AurelisClient } from './languageClient.ts';
import { MessageBox } from './messageBox.ts';
import { tellProblem } from './problems.ts';
import { choose, inform, showSourceControlProgress, warn } from './surfaces.ts';

/** The requests under way, and the last messages with the hints that they were asked for with, by the repository's top. */
const running = new Map<string, vscode.CancellationTokenSource>();
const written = new Map<string, { readonly message: string; readonly hint: string }>();

/** Writes the message of a repository's staged changes into its field; the second time, while that is under way, ends it. */
export async function generateCommitMessage(
  client: AurelisClient,
  argument: unknown,
): Promise<void> {
  if (!vscode.workspace.isTrusted) return tellProblem(NOT_TRUSTED);
  const repository = await repositoryOf(argument);
  if (repository === undefined) return;
  const name = repository.rootUri.toString();
  const before = running.get(name);
  if (before !== undefined) return before.cancel();
  const cancellation = new vscode.CancellationTokenSource();
  running.set(name, cancellation);
  try {
    await showSourceControlProgress(() => write(client, repository, cancellation));
  } finally {
    running.delete(name);
    cancellation.dispose();
  }
}

/** The repository that a command is called on, the only one, or the one that the user chooses. */
async function repositoryOf(argument: unknown): Promise<Repository | undefined> {
  const repositories = await openRepositories();
  if (repositories === undefined) {
    inform(
      plain`Aurelis writes commit messages with the editor’s own Git. Turn on the setting git.enabled and the built-in Git extension.`,
    );
    return undefined;
  }
  const named = rootOf(argument);
  const found = repositories.find(({ rootUri }) => rootUri.toString() === named);
  if (found !== undefined || repositories.length === 1) return found ?? repositories[0];
  if (repositories.length === 0) {
    inform(
      plain`Aurelis found no Git repository. Open a folder with one, or run “Git: Initialize Repository”.`,
    );
    return undefined;
  }
  const choices = repositories.map((repository) => ({
    label: harmless(repository.rootUri.path.split('/').at(-1) ?? '', MAX_ID),
    repository,
  }));
  return (await choose(choices, plain`Write a commit message in which repository?`))?.repository;
}

/** A menu of the Source Control view gives its `SourceControl`. */
function rootOf(argument: unknown): string | undefined {
  const { rootUri } = (argument ?? {}) as { readonly rootUri?: unknown };
  return rootUri instanceof vscode.Uri ? rootUri.toString() : undefined;
}

async function write(
  client: AurelisClient,
  repository: Repository,
  cancellation: vscode.CancellationTokenSource,
): Promise<void> {
  const staged = await repository.diff(true).catch(unreadable);
  if (staged === undefined) return;
  if (staged === '') {
    inform(
      plain`Aurelis: nothing is staged. Stage the changes that belong to the commit first, with the plus sign beside them.`,
    );
    return;
  }
  const { inputBox, rootUri, state } = repository;
  const name = rootUri.toString();
  const subjects = await lastSubjects(repository);
  const branch = state.HEAD?.name;
  const { diff, isCut } = boundedDiff(staged, MAX_DIFF);
  const last = written.get(name);
  const isFresh = last !== undefined && inputBox.value === last.message;
  const hint = isFresh ? last.hint : inputBox.value.trim();
  const params: Omit<CommitMessageParams, 'id'> = {
    folder: name,
    diff,
    subjects,
    isCut,
    isFresh,
    ...(branch === undefined ? {} : { branch }),
    ...(hint === '' ? {} : { hint }),
  };
  const box = new MessageBox(inputBox);
  const result = await ask(client, params, box, cancellation);
  if (result === undefined) return box.restore();
  if ('problem' in result) {
    box.restore();
    void tellProblem(result);
    return;
  }
  if (!box.write(result.message)) return;
  written.set(name, { message: result.message, hint });
  if (isCut) {
    inform(
      plain`Aurelis: more is staged than a message can be written about, so it is about the first part of each file. Check it before you commit.`,
    );
  }
}

function unreadable(): undefined {
  warn(plain`Aurelis: Git could not tell the staged changes. Its output channel “Git” says why.`);
}

/** Resolves with `undefined` where the user has cancelled it, or types themselves; gives the field back where the server fails. */
async function ask(
  client: AurelisClient,
  params: Omit<CommitMessageParams, 'id'>,
  box: MessageBox,
  cancellation: vscode.CancellationTokenSource,
): Promise<CommitMessageResult | undefined> {
  const { token } = cancellation;
  const onText = (textSoFar: string) => {
    if (!token.isCancellationRequested && !box.write(textSoFar)) cancellation.cancel();
  };
  try {
    const result = await client.commitMessage(params, onText, token);
    return token.isCancellationRequested ? undefined : result;
  } catch (error) {
    box.restore();
    if (token.isCancellationRequested) return undefined;
    throw error;
  }
}

const NOT_TRUSTED = {
  problem:
    'Aurelis could not write a commit message: this folder is not trusted, so no model is asked. Trust the folder first.',
  remedy: 'trust',
} as const;
