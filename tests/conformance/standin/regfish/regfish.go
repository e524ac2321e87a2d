// Package regfishapi stands in for a DNS client that the module proxy lacks: only its names are needed.
package regfishapi

import (
	"context"
	"errors"
	"net/http"
)

var errAbsent = errors.New("this client is only a stand-in")

// Client does nothing.
type Client struct{ Client *http.Client }

// Record is a DNS record.
type Record struct {
	ID               int
	Name, Type, Data string
	TTL              int
}

// NewClient gives a client.
func NewClient(string) *Client { return &Client{} }

// AddRecord fails.
func (*Client) AddRecord(context.Context, Record) (Record, error) { return Record{}, errAbsent }

// DeleteRecordByRRID fails.
func (*Client) DeleteRecordByRRID(context.Context, int) error { return errAbsent }
