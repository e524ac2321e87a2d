// Package iaas stands in for a DNS client that the module proxy lacks: only its names are needed.
package iaas

import (
	"context"
	"errors"

	"github.com/sacloud/sacloud-sdk-go/api/iaas/helper/api"
	"github.com/sacloud/sacloud-sdk-go/api/iaas/search"
)

var errAbsent = errors.New("this client is only a stand-in")

// Settings of the real client.
var (
	DefaultUserAgent   string
	APIDefaultZone     string
	SakuraCloudZones   []string
	SakuraCloudAPIRoot string
)

// APICaller calls nothing.
type APICaller interface{}

// DNSAPI is what the caller would offer.
type DNSAPI interface {
	Find(context.Context, *FindCondition) (*DNSFindResult, error)
	UpdateSettings(context.Context, int64, *DNSUpdateSettingsRequest) (*DNS, error)
}

// DNS is a zone.
type DNS struct {
	ID           int64
	Name         string
	Records      DNSRecords
	SettingsHash string
}

// DNSRecord is a record.
type DNSRecord struct {
	Name, Type, RData string
	TTL               int
}

// DNSRecords are records.
type DNSRecords []*DNSRecord

// DNSFindResult holds zones.
type DNSFindResult struct{ DNS []*DNS }

// DNSUpdateSettingsRequest changes a zone.
type DNSUpdateSettingsRequest struct {
	Records      DNSRecords
	SettingsHash string
}

// FindCondition selects zones.
type FindCondition struct{ Filter search.Filter }

// NewClientWithOptions gives a caller.
func NewClientWithOptions(*api.ClientOptions) APICaller { return nil }

// NewDNSOp gives a client that fails.
func NewDNSOp(APICaller) DNSAPI { return absent{} }

// IsNotFoundError tells nothing.
func IsNotFoundError(error) bool { return false }

type absent struct{}

func (absent) Find(context.Context, *FindCondition) (*DNSFindResult, error) { return nil, errAbsent }

func (absent) UpdateSettings(context.Context, int64, *DNSUpdateSettingsRequest) (*DNS, error) {
	return nil, errAbsent
}
