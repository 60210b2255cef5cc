;; A user of eglot: opens the file, types, asks for code actions, takes the first, saves.  -*- lexical-binding: t -*-
(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)
(require 'eglot)
(setq eglot-sync-connect 30)
(setq-default eglot-workspace-configuration (list :aurelis (plist-get aurelis-options :settings)))
(add-to-list 'eglot-server-programs
             `(js-mode . (,@aurelis-command :initializationOptions ,aurelis-options)))
(find-file (pop command-line-args-left))
(call-interactively #'eglot)
(goto-char (point-max))
(aurelis-type "// typed\n")
(goto-char (point-min))
(forward-line 1)
(forward-char 10)
;; As a key was pressed, not a menu opened.
(let ((last-nonmenu-event ?a)) (call-interactively #'eglot-code-actions))
(aurelis-wait "the fix" #'aurelis-fixed)
(aurelis-conclude)
(eglot-shutdown (eglot-current-server))
