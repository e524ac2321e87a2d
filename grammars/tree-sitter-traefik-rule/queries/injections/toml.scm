; Traefik's rules in TOML, for Helix; for Neovim as after/queries/toml/injections.scm with `; extends` above.
; The grammar takes the quotes.
((pair
  (bare_key) @_key
  (string) @injection.content)
  (#any-of? @_key "rule" "defaultRule")
  (#set! injection.language "traefik_rule"))
