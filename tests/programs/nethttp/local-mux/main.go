package main

import "net/http"

const base = "/api"

func list(w http.ResponseWriter, r *http.Request) {}

type health struct{}

func (h health) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", list)
	mux.HandleFunc("GET /{$}", list)
	mux.HandleFunc("GET "+base+"/users/{id}", list)
	mux.HandleFunc("POST example.com"+base+"/users", list)
	mux.Handle("/files/{path...}", http.FileServer(http.Dir("."))) // → net/http.FileServer
	mux.Handle("/health", health{})
	mux.Handle("/converted", http.HandlerFunc(list))
	mux.Handle("GET /redirect", http.RedirectHandler("/", 302)) // → net/http.RedirectHandler
	mux.HandleFunc("/literal", func(w http.ResponseWriter, r *http.Request) {})
	http.ListenAndServe(":8080", mux)
}
