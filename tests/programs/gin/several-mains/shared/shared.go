package shared

import "github.com/gin-gonic/gin"

func Health(r gin.IRouter) { r.GET("/healthz", health) }

func health(c *gin.Context) {}

func Metrics(c *gin.Context) {}
