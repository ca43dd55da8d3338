;; Opens a file as a user does, and prints as JSON what eglot shows of it, before and after a quick fix.
;; usage: emacs --batch -f package-initialize -l CONFIGURATION -l eglot.el FILE NAME TITLE

(require 'eglot)
(require 'flymake)
(require 'json)

(setq eglot-sync-connect 240
      eglot-connect-timeout 240
      create-lockfiles nil
      make-backup-files nil
      ;; A key, not a click: eglot then asks in the minibuffer.
      last-nonmenu-event ?\r)

(defun wait-for (what condition)
  (let ((end (+ (float-time) 240)) found)
    (while (not (setq found (funcall condition)))
      (when (> (float-time) end) (error "Timed out: %s" what))
      (accept-process-output nil 0.05))
    found))

(defun shown ()
  "The diagnostics of the buffer, as code under them and text."
  (flymake-start)
  (mapcar (lambda (it)
            (vector (buffer-substring (flymake-diagnostic-beg it) (flymake-diagnostic-end it))
                    (substring-no-properties (flymake-diagnostic-text it))))
          (flymake-diagnostics)))

(defun hover ()
  (let (said)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq said (substring-no-properties text))))
    (wait-for "hover" (lambda () said))))

(let ((file (pop argv)) (name (pop argv)) (wanted (pop argv)) before titles said)
  (find-file file)
  ;; What `eglot-ensure' puts off until after the command.
  (run-hooks 'post-command-hook)
  (wait-for "server" #'eglot-managed-p)
  (setq before (wait-for "diagnostics" #'shown))
  (goto-char (point-min))
  (re-search-forward name)
  (goto-char (match-beginning 0))
  (setq said (hover))
  (setq titles (mapcar (lambda (it) (plist-get it :title)) (eglot-code-actions (point) (point))))
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt choices &rest _)
               (seq-find (lambda (it) (string-match-p wanted it)) (all-completions "" choices)))))
    (eglot-code-actions (point) (point) nil t))
  (wait-for "quick fix" #'buffer-modified-p)
  (save-buffer)
  (wait-for "fewer diagnostics" (lambda () (< (length (shown)) (length before))))
  (princ (json-encode (list :before (vconcat before) :hover said :titles (vconcat titles)
                            :text (buffer-string) :after (vconcat (shown)))))
  (eglot-shutdown (eglot-current-server)))
