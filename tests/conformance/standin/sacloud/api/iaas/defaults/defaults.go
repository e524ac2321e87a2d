// Package defaults stands in for a part of a DNS client.
package defaults

import "time"

// DefaultStatePollingTimeout of the real client.
var DefaultStatePollingTimeout time.Duration
