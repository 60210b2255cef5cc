;; A user of Emacs, as far as both clients have it alike: typing, choosing, waiting, telling.  -*- lexical-binding: t -*-
(require 'package)
(setq package-directory-list '("/usr/share/emacs/site-lisp/elpa"))
(package-initialize)
(setq make-backup-files nil auto-save-default nil create-lockfiles nil
      native-comp-deferred-compilation nil
      vc-handled-backends nil)
(require 'json)
(defvar aurelis-told nil)
(defvar aurelis-options
  (json-parse-string (getenv "AURELIS_OPTIONS") :object-type 'plist :false-object :json-false))
(defvar aurelis-command (list (getenv "AURELIS_NODE") (getenv "AURELIS_SERVER") "--stdio"))
;; A user who takes the first of what is offered, and says yes to edits.
(fset 'y-or-n-p (lambda (&rest _) t))
(setq completing-read-function
      (lambda (_prompt collection &rest _) (car (all-completions "" collection))))
(defun aurelis-wait (what is-true)
  (let ((end (+ (float-time) 40)))
    (while (and (not (funcall is-true)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (unless (funcall is-true) (push (format "waited in vain for %s" what) aurelis-told))))
(defun aurelis-fixed ()
  (save-excursion
    (goto-char (point-min))
    (search-forward (getenv "AURELIS_EXPECTED") nil t)))
(defun aurelis-type (text)
  (dolist (each (string-to-list text))
    (let ((last-command-event each)) (call-interactively #'self-insert-command))
    (accept-process-output nil 0.01)))
(defun aurelis-conclude ()
  (let ((inhibit-message t)) (save-buffer))
  (when (get-buffer "*Warnings*")
    (push (with-current-buffer "*Warnings*" (buffer-string)) aurelis-told))
  (with-temp-file (getenv "AURELIS_RESULT")
    (insert (json-encode (vconcat (reverse aurelis-told))))))
