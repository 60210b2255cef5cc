;; A user of lsp-mode: opens the file, types, asks for code actions, takes the first, saves.  -*- lexical-binding: t -*-
(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)
(require 'lsp-mode)
(setq lsp-auto-guess-root t
      lsp-session-file (expand-file-name "session" default-directory)
      lsp-enable-suggest-server-download nil
      lsp-warn-no-matched-clients nil
      lsp-client-packages nil
      lsp-enable-file-watchers nil)
(add-to-list 'lsp-language-id-configuration '(js-mode . "javascript"))
(defvar aurelis-endpoints (plist-get (plist-get aurelis-options :settings) :endpoints))
(lsp-register-custom-settings '(("aurelis.endpoints" aurelis-endpoints)))
(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection aurelis-command)
                  :major-modes '(js-mode)
                  :initialization-options aurelis-options
                  :server-id 'aurelis))
(find-file (pop command-line-args-left))
(lsp-workspace-folders-add default-directory)
(lsp)
(aurelis-wait "the server" (lambda () (and (lsp-workspaces)
                                 (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
(goto-char (point-max))
(aurelis-type "// typed\n")
(goto-char (point-min))
(forward-line 1)
(forward-char 10)
(call-interactively #'lsp-execute-code-action)
(aurelis-wait "the fix" #'aurelis-fixed)
(aurelis-conclude)
(lsp-workspace-shutdown (car (lsp-workspaces)))
