package main

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

func show(w http.ResponseWriter, r *http.Request) {}

func h(c *gin.Context) {}

type logged struct{ next http.Handler }

func (l logged) ServeHTTP(w http.ResponseWriter, r *http.Request) { l.next.ServeHTTP(w, r) }

func cors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func main() {
	api := http.NewServeMux()
	api.HandleFunc("GET /u/{id}", show)
	r := gin.New()
	r.GET("/v2/things", h)
	r.Any("/std/*any", gin.WrapH(http.StripPrefix("/std", api)))
	root := http.NewServeMux()
	root.Handle("/v1/", http.StripPrefix("/v1", api))
	root.Handle("/v2/", logged{r})
	root.HandleFunc("/health", show)
	server := &http.Server{Addr: ":8080", Handler: cors(http.TimeoutHandler(root, time.Second, "late"))}
	server.ListenAndServe()
}
