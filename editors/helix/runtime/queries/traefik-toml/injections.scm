; inherits: toml,_traefik-toml
