package main

import (
	"encoding/json"
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
	entries map[string]entry
}

type entry struct{ router, service, server string }

func newAccessLog() *accessLog { return &accessLog{entries: map[string]entry{}} }

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
func (l *accessLog) Fire(said *logrus.Entry) error {
	field := func(name string) string {
		value, _ := said.Data[name].(string)
		return value
	}
	if id := field("request_" + idField); id != "" {
		l.lock.Lock()
		defer l.lock.Unlock()
		l.entries[id] = entry{field("RouterName"), field("ServiceName"), field("ServiceURL")}
	}
	return nil
}

// line takes an entry in as the program writes it.
func (l *accessLog) line(text []byte) {
	fields := logrus.Fields{}
	if json.Unmarshal(text, &fields) == nil {
		_ = l.Fire(&logrus.Entry{Data: fields})
	}
}

// of is what was said about a request; of one that Traefik refuses early nothing is.
func (l *accessLog) of(id string) (router, service, server string) {
	l.lock.Lock()
	defer l.lock.Unlock()
	said := l.entries[id]
	return said.router, said.service, said.server
}
