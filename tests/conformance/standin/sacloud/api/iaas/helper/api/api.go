// Package api stands in for a part of a DNS client.
package api

import (
	"errors"
	"net/http"
)

// CallerOptions of the real client.
type CallerOptions struct {
	Options                            *ClientOptions
	UserAgent, DefaultZone, APIRootURL string
	Zones                              []string
}

// ClientOptions of the real client.
type ClientOptions struct {
	AccessToken, AccessTokenSecret, UserAgent string
	HttpClient                                *http.Client
}

// DefaultOption fails.
func DefaultOption() (*CallerOptions, error) {
	return nil, errors.New("this client is only a stand-in")
}

// MergeOptions takes the last.
func MergeOptions(options ...*CallerOptions) *CallerOptions { return options[len(options)-1] }
