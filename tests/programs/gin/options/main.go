package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

type settings struct {
	prefix string
	extra  []func(gin.IRouter)
}

type Option func(*settings)

func WithPrefix(p string) Option { return func(s *settings) { s.prefix = p } }

func WithExtra(f func(gin.IRouter)) Option {
	return func(s *settings) { s.extra = append(s.extra, f) }
}

func setup(r *gin.Engine, options ...Option) {
	s := &settings{prefix: "/default"}
	for _, option := range options {
		option(s)
	}
	g := r.Group(s.prefix)
	g.GET("/x", h)
	for _, f := range s.extra {
		f(g)
	}
}

func main() {
	r := gin.New(func(e *gin.Engine) { e.RedirectTrailingSlash = false })
	r.UseRawPath = true
	setup(r)
	setup(r, WithPrefix("/set"), WithExtra(func(r gin.IRouter) { r.GET("/extra", h) }))
	r.Run()
}
