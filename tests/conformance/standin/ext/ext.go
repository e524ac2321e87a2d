// Package ext stands in for a module that lies inside Traefik's own tree and that no proxy serves.
// Traefik's open source has nothing in it either.
package ext

// HTTP extends the HTTP configuration.
type HTTP struct{}

// Router extends a router.
type Router struct{}

// RouterIng extends a router made from an Ingress.
type RouterIng struct{}

// ToRouter gives the extension of the router it becomes.
func (RouterIng) ToRouter() Router { return Router{} }
