package main

import (
	"fmt"
	"net/http"
)

func list(w http.ResponseWriter, r *http.Request) {}

type health struct{}

func (*health) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

type Service struct {
	mux  *http.ServeMux
	base string
}

func NewService(mux *http.ServeMux) *Service { return &Service{mux: mux, base: "/api/v1"} }

func (s *Service) routes() {
	s.handle("GET", "/users", s.list)
	s.handle("POST", "/users/{id}", s.save)
	s.mux.HandleFunc("PUT /save", http.HandlerFunc(s.save).ServeHTTP)        // → main.(*Service).save
	s.mux.Handle("GET "+s.base+"/wrapped", logged(http.HandlerFunc(s.list))) // → main.(*Service).list
}

func (s *Service) handle(method, path string, h http.HandlerFunc) {
	s.mux.HandleFunc(fmt.Sprintf("%s %s%s", method, s.base, path), h)
}

func (s *Service) list(w http.ResponseWriter, r *http.Request) {}

func (s *Service) save(w http.ResponseWriter, r *http.Request) {}

func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

type adder interface {
	HandleFunc(string, func(http.ResponseWriter, *http.Request))
}

func add(a adder, path string) { a.HandleFunc(path, list) }

func main() {
	http.HandleFunc("/default", list)
	http.Handle("/healthz", &health{})
	mux := http.NewServeMux()
	NewService(mux).routes()
	add(mux, "/added")
	admin := &http.ServeMux{}
	add(admin, "example.com/admin/{$}")
	mux.Handle("/admin/", http.StripPrefix("/admin", admin))
	for pattern, handler := range map[string]http.HandlerFunc{"/table/a": list, "DELETE /table/{rest...}": list} {
		mux.Handle(pattern, handler)
	}
	go http.ListenAndServe(":8081", nil)
	server := http.Server{Addr: ":8080"}
	server.Handler = mux
	if err := server.ListenAndServe(); err != nil {
		panic(err)
	}
}
