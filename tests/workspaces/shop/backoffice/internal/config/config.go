// Package config holds what both programs agree on.
package config

const (
	// OrdersAddress is where the orders service listens.
	OrdersAddress = ":8081"

	// AdminPort is where the admin pages are served.
	AdminPort = "9000"

	// APIPrefix stands before all routes of an API.
	APIPrefix = "/api"
)
