package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func commonHandler(h gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) { h(c) }
}

func typed[T any](h func(*gin.Context) (T, error)) func(*gin.Context) {
	return func(c *gin.Context) { h(c) }
}

func list(c *gin.Context) {}

func one(c *gin.Context) (int, error) { return 1, nil }

func std(w http.ResponseWriter, r *http.Request) {}

type metrics struct{}

func (metrics) ServeHTTP(w http.ResponseWriter, r *http.Request) {}

type Service struct{}

func (s *Service) Make(kind string) gin.HandlerFunc {
	return func(c *gin.Context) {}
}

func main() {
	r := gin.New()
	s := &Service{}
	r.GET("/list", commonHandler(list))                 // → main.list
	r.GET("/twice", commonHandler(commonHandler(list))) // → main.list
	r.GET("/typed", typed(one))                         // → main.one
	r.GET("/std", gin.WrapF(std))                       // → main.std
	r.GET("/metrics", gin.WrapH(metrics{}))             // → main.metrics.ServeHTTP
	r.GET("/handler", gin.WrapH(http.HandlerFunc(std))) // → main.std
	r.GET("/made", s.Make("x"))
	r.GET("/converted", gin.HandlerFunc(list))
	r.Run()
}
