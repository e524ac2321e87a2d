package main

import "github.com/gin-gonic/gin"

func main() { gin.New().GET("/testdata", nil) }
