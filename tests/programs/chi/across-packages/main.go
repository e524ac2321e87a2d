package main

import (
	"log"
	"net/http"

	"programs/chi/across-packages/api"
)

func main() {
	server := api.NewServer()
	log.Fatal(http.ListenAndServe(":3000", server.Router))
}
