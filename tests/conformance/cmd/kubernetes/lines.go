package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// lines are what a provider logs.
type lines struct {
	mutex sync.Mutex
	all   []line
	// stopped is closed when the provider has panicked.
	stopped chan struct{}
	once    sync.Once
}

type line struct {
	Level   string `json:"level"`
	Message string `json:"message"`
	Error   string `json:"error"`
}

func newLines() *lines { return &lines{stopped: make(chan struct{})} }

// Write takes one line of JSON.
func (l *lines) Write(text []byte) (int, error) {
	var said line
	if err := json.Unmarshal(text, &said); err != nil {
		return 0, err
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.all = append(l.all, said)
	if strings.HasPrefix(said.Message, "Provider error") {
		l.once.Do(func() { close(l.stopped) })
	}
	return len(text), nil
}

var collision = regexp.MustCompile(`^Name collision: (.+) is defined more than once`)

// errors are the errors, sorted, and the names that are defined twice, with their kind.
func (l *lines) errors() (errors, collisions []string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, said := range l.all {
		switch {
		case said.Level == "error" && strings.HasPrefix(said.Message, "Error in Go routine"),
			said.Level == "error" && strings.HasPrefix(said.Message, "Stack"),
			said.Level == "error" && strings.HasPrefix(said.Message, "Provider error"):
		case said.Level == "error":
			text := said.Message
			if said.Error != "" {
				text = strings.TrimPrefix(text+": "+said.Error, ": ")
			}
			errors = append(errors, text)
		default:
			if found := collision.FindStringSubmatch(said.Message); found != nil {
				collisions = append(collisions, strings.ReplaceAll(found[1], `"`, ""))
			}
		}
	}
	slices.Sort(errors)
	slices.Sort(collisions)
	return errors, slices.Compact(collisions)
}
