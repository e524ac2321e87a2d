; inherits: yaml

; Traefik's rules in YAML, for Helix: queries/traefik/injections.scm, where the language `traefik` has `grammar = "yaml"`.
; Helix hands over whole scalars: the grammar takes their quotes, the header of a block scalar and the key of a label.

; rule: Host(`a`)            match: Host(`a`)            traefik.http.routers.a.rule: Host(`a`)
((block_mapping_pair
  key: (flow_node) @_key
  value: (flow_node (plain_scalar (string_scalar) @injection.content)))
  (#match? @_key "^[\"']?(rule|match|defaultRule|[Tt]raefik\\.(http|tcp)\\.routers\\.[^.]+\\.rule)[\"']?$")
  (#set! injection.language "traefik_rule"))

((block_mapping_pair
  key: (flow_node) @_key
  value: (flow_node [(double_quote_scalar) (single_quote_scalar)] @injection.content))
  (#match? @_key "^[\"']?(rule|match|defaultRule|[Tt]raefik\\.(http|tcp)\\.routers\\.[^.]+\\.rule)[\"']?$")
  (#set! injection.language "traefik_rule"))

((block_mapping_pair
  key: (flow_node) @_key
  value: (block_node (block_scalar) @injection.content))
  (#match? @_key "^[\"']?(rule|match|defaultRule|[Tt]raefik\\.(http|tcp)\\.routers\\.[^.]+\\.rule)[\"']?$")
  (#set! injection.language "traefik_rule"))

; - traefik.http.routers.a.rule=Host(`a`)
((block_sequence_item
  (flow_node (plain_scalar (string_scalar) @injection.content)))
  (#match? @injection.content "^[Tt]raefik\\.(http|tcp)\\.routers\\.[^.]+\\.rule[=]")
  (#set! injection.language "traefik_rule"))

((block_sequence_item
  (flow_node [(double_quote_scalar) (single_quote_scalar)] @injection.content))
  (#match? @injection.content "^[\"'][Tt]raefik\\.(http|tcp)\\.routers\\.[^.]+\\.rule[=]")
  (#set! injection.language "traefik_rule"))
