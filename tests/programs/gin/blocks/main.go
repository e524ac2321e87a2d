package main

import "github.com/gin-gonic/gin"

func h(c *gin.Context) {}

func main() {
	r := gin.New()
	v1 := r.Group("/v1")
	{
		v1.GET("/a", h)
		repo := v1.Group("/repos")
		{
			repo.GET("", h)
			repo := repo.Group("/:repo")
			{
				repo.GET("/pulls", h)
			}
			repo.DELETE("/branches", h)
		}
		repo.POST("/last", h)
	}
	v1.PATCH("/end", h)
	r.Run()
}
