package main

import (
	"net/http"
	"strings"
)

func list(w http.ResponseWriter, r *http.Request) {}

// A server that has its mux in a field and embeds it.
type server struct {
	mux *http.ServeMux
	log func(string)
}

func newServer() *server {
	s := &server{mux: http.NewServeMux()}
	s.routes()
	return s
}

func (s *server) routes() {
	s.mux.HandleFunc("GET /things", s.things())
	s.handle("PUT", "/things/{id}", s.thing)
}

func (s *server) handle(method, pattern string, handler http.HandlerFunc) {
	s.mux.Handle(method+" "+strings.TrimSuffix(pattern, "/"), logged(handler)) // → main.(*server).thing
}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func (s *server) things() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {}
}

func (s *server) thing(w http.ResponseWriter, r *http.Request) {}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

type embedded struct{ http.ServeMux }

func sub(mux *http.ServeMux, names ...string) {
	for _, name := range names {
		mux.HandleFunc("/sub/"+name, list)
	}
}

func main() {
	root := http.NewServeMux()
	root.Handle("/api/", http.StripPrefix("/api", newServer()))
	inner := &embedded{}
	inner.HandleFunc("GET /inner", list)
	root.Handle("/inner", inner)
	other := new(http.ServeMux)
	sub(other, "a", "b")
	sub(root, "c")
	root.Handle("/sub/", other)
	routes := map[string]http.HandlerFunc{"/map/a": list, "/map/b": list}
	for pattern, handler := range routes {
		root.HandleFunc(pattern, handler)
	}
	if len(routes) > 5 {
		root.HandleFunc("/never", list)
	}
	srv := &http.Server{Addr: ":8080", Handler: logged(root)}
	srv.ListenAndServe()
}
