package hooks

import "net/http"

func Register() { http.HandleFunc("/hook", hook) }

func hook(w http.ResponseWriter, r *http.Request) {}
