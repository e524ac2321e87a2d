package main

import (
	"os"
	"sync"

	"github.com/sirupsen/logrus"
	otypes "github.com/traefik/traefik/v3/pkg/observability/types"
)

// idField is the header field by which an entry of the log finds its request.
const idField = "X-Serve-Id"

// accessLog keeps what Traefik's access log says, by request.
type accessLog struct {
	lock    sync.Mutex
	entries map[string]logrus.Fields
}

func newAccessLog() *accessLog { return &accessLog{entries: map[string]logrus.Fields{}} }

func (l *accessLog) configuration() *otypes.AccessLog {
	return &otypes.AccessLog{
		FilePath:     os.DevNull,
		Format:       "json",
		AddInternals: true,
		Fields: &otypes.AccessLogFields{
			DefaultMode: otypes.AccessLogKeep,
			Headers: &otypes.FieldHeaders{
				DefaultMode: otypes.AccessLogDrop,
				Names:       map[string]string{idField: otypes.AccessLogKeep},
			},
		},
	}
}

// Levels is part of logrus.Hook.
func (l *accessLog) Levels() []logrus.Level { return logrus.AllLevels }

// Fire is part of logrus.Hook.
func (l *accessLog) Fire(entry *logrus.Entry) error {
	if id, ok := entry.Data["request_"+idField].(string); ok {
		l.lock.Lock()
		defer l.lock.Unlock()
		l.entries[id] = entry.Data
	}
	return nil
}

// of is what was said about a request; of one that Traefik refuses early nothing is.
func (l *accessLog) of(id string) (router, service, server string) {
	l.lock.Lock()
	defer l.lock.Unlock()
	entry := l.entries[id]
	field := func(name string) string {
		value, _ := entry[name].(string)
		return value
	}
	return field("RouterName"), field("ServiceName"), field("ServiceURL")
}
