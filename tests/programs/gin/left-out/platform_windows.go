package main

import "github.com/gin-gonic/gin"

func platform(r *gin.Engine) { r.GET("/windows", h) }
