// The orders service: who bought what.
package main

import (
	"log"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"shop/backoffice/internal/config"
	"shop/backoffice/internal/orders"
)

func main() {
	engine := gin.New()
	engine.Use(gin.Logger(), gin.Recovery())
	orders.NewHandler().Mount(engine.Group(config.APIPrefix))

	server := &http.Server{
		Addr:              config.OrdersAddress,
		Handler:           engine,
		ReadHeaderTimeout: 5 * time.Second,
	}
	log.Fatal(server.ListenAndServe())
}
