package orders

import "github.com/gin-gonic/gin"

func cancel(c *gin.Context) {}
