package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

func d(c *gin.Context) {}

func enabled() bool { return len(os.Args) > 0 }

func main() {
	r := gin.New()
	dev := enabled()
	if dev {
		r.GET("/debug", d)
	}
	if !dev {
		panic("unreachable at run time")
	} else {
		r.GET("/else", d)
	}
	switch len(os.Args) {
	case 0:
		return
	default:
		r.GET("/default", d)
	}
	if err := setup(r); err != nil {
		return
	}
	const off = false
	if off {
		r.GET("/off", d)
	}
	swagger(r)
	r.GET("/always", d)
	r.Run()
}

func setup(r *gin.Engine) error {
	r.GET("/setup", d)
	return nil
}
