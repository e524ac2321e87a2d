//go:build noswagger

package main

import "github.com/gin-gonic/gin"

func swagger(r *gin.Engine) {}
