; extends

; Traefik's rules in TOML, for Helix and for Neovim (after/queries/toml/injections.scm); Helix takes the line above for a comment.
; The grammar takes the quotes.
((pair
  (bare_key) @_key
  (string) @injection.content)
  (#any-of? @_key "rule" "defaultRule")
  (#set! injection.language "traefik_rule"))
