// Tickets: what people ask the support, and what became of it.
package main

import (
	"log"
	"net/http"

	"github.com/gin-gonic/gin"
)

func main() {
	router := gin.Default()
	router.GET("/tickets", listTickets)
	router.GET("/tickets/:id", showTicket)
	router.POST("/tickets", openTicket)
	router.GET("/reports/weekly", weeklyReport)
	if err := router.Run(":8080"); err != nil {
		log.Fatal(err)
	}
}

func listTickets(c *gin.Context) { c.JSON(http.StatusOK, []string{}) }

func showTicket(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"id": c.Param("id")}) }

func openTicket(c *gin.Context) { c.Status(http.StatusCreated) }

func weeklyReport(c *gin.Context) { c.String(http.StatusOK, "all quiet") }
