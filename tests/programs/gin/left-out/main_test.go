package main

import "github.com/gin-gonic/gin"

func init() { gin.New().GET("/test", h) }
