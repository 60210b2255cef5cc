import type { EditorFacts } from './editor.ts';

const KINDS = ['', 'quickfix', 'refactor', 'refactor.rewrite', 'source'];
const codeActionLiteralSupport = { codeActionKind: { valueSet: KINDS } };

/**
 * vim-lsp: never answers a request that it does not know, resolves nothing, and names only the server's own diagnostics, with every
 * kind (`autoload/lsp.vim`, `autoload/lsp/ui/vim/code_action.vim` of prabirshrestha/vim-lsp).
 */
export const vimLsp: EditorFacts = {
  name: 'vim-lsp',
  capabilities: {
    workspace: { applyEdit: true, configuration: true, workspaceFolders: true },
    textDocument: { codeAction: { codeActionLiteralSupport, disabledSupport: true } },
    window: { workDoneProgress: false },
  },
  configuration: (section, settings) => (section === 'aurelis' ? settings : null),
  isSilent: true,
  context: { diagnostics: [], only: KINDS },
};

/** Helix: resolves what holds no edit, and sends its settings after the start (`helix-lsp/src/client.rs` of helix-editor/helix). */
export const helix: EditorFacts = {
  name: 'Helix',
  capabilities: {
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      workspaceFolders: true,
      workspaceEdit: {
        documentChanges: true,
        failureHandling: 'abort',
        normalizesLineEndings: false,
      },
    },
    textDocument: {
      codeAction: {
        codeActionLiteralSupport,
        isPreferredSupport: true,
        disabledSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
    },
    window: { workDoneProgress: true },
    general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
  },
  configuration: (section, settings) => (section === 'aurelis' ? settings : null),
  sendsSettings: true,
  context: { diagnostics: [], triggerKind: 1 },
  resolvesFirst: true,
};

/** coc.nvim: draws a suggestion where its range begins (`src/handler/inline.ts` of neoclide/coc.nvim). */
export const coc: EditorFacts = {
  name: 'coc.nvim',
  capabilities: {
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      workspaceFolders: true,
      workspaceEdit: {
        documentChanges: true,
        changeAnnotationSupport: { groupsOnLabel: false },
      },
    },
    textDocument: {
      codeAction: {
        codeActionLiteralSupport,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
      inlineCompletion: { dynamicRegistration: true },
    },
    window: { workDoneProgress: true },
  },
  configuration: (section, settings) => (section === 'aurelis' ? settings : null),
  context: { diagnostics: [], triggerKind: 1 },
  resolvesFirst: true,
};

/**
 * Neovim 0.12: draws what its text has beyond what stands behind the range's start, and splits the text at `\n` alone
 * (`runtime/lua/vim/lsp/inline_completion.lua` of neovim/neovim).
 */
export const neovim: EditorFacts = {
  name: 'Neovim 0.12',
  capabilities: {
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      workspaceFolders: true,
      workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
    },
    textDocument: {
      codeAction: {
        codeActionLiteralSupport,
        dataSupport: true,
        resolveSupport: { properties: ['edit', 'command'] },
      },
      inlineCompletion: { dynamicRegistration: false },
    },
    window: { workDoneProgress: true },
    general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
  },
  configuration: (section, settings) => (section === 'aurelis' ? settings : null),
  context: { diagnostics: [], triggerKind: 1 },
};
