package main

import (
	"encoding/json"
	"slices"
)

// A vector is one table with all that was asked of it.
type vector struct {
	table
	// What the framework said of a line that it refused, and the number of that line.
	Panic string     `json:"panic,omitempty"`
	Line  *int       `json:"line,omitempty"`
	Cases []exchange `json:"cases,omitempty"`
}

type exchange struct {
	request
	answer
}

// A table is what a program does to a router, in order. Flags are settings that differ from the framework's defaults.
type table struct {
	Flags  []string `json:"flags,omitempty"`
	Routes []line   `json:"routes"`
}

// flag says whether a setting differs from its default.
func (t table) flag(name string) bool { return slices.Contains(t.Flags, name) }

// A line is one call on a router, written like "GET /users" or "Mount /api"; the words are its framework's file's own.
// Where the call gives another router, the calls on that one are below it.
//
// Lines are numbered from 0 as they are read: a line, then those below it, then the next. JSON has a line as a string,
// one with others below as a list that its own text begins.
type line struct {
	Call  string
	Below []line
}

func (l line) MarshalJSON() ([]byte, error) {
	if l.Below == nil {
		return unescaped(l.Call)
	}
	list := []any{l.Call}
	for _, below := range l.Below {
		list = append(list, below)
	}
	return unescaped(list)
}

// lines makes a table's lines of calls that have none below.
func lines(calls ...string) []line {
	all := make([]line, 0, len(calls))
	for _, call := range calls {
		all = append(all, line{Call: call})
	}
	return all
}

// count says how many lines there are, with those below.
func count(lines []line) int {
	sum := len(lines)
	for _, line := range lines {
		sum += count(line.Below)
	}
	return sum
}

// before keeps the lines with a number below end; a line that stays keeps what is below it.
func before(lines []line, end int) []line {
	var kept []line
	number := 0
	for _, line := range lines {
		if number >= end {
			break
		}
		size := 1 + count(line.Below)
		if line.Below != nil && end-number < size && end-number > 1 {
			line.Below = append(line.Below[:0:0], before(line.Below, end-number-1)...)
		}
		kept = append(kept, line)
		number += size
	}
	return kept
}

// without leaves out the line with this number, and those below it.
func without(lines []line, number int) []line {
	kept := []line{}
	for _, line := range lines {
		size := 1 + count(line.Below)
		if number > 0 && number < size {
			line.Below = without(line.Below, number-1)
		}
		if number != 0 {
			kept = append(kept, line)
		}
		number -= size
	}
	return kept
}

// A request as net/http hands it to a framework.
type request struct {
	Method  string `json:"m"`
	Path    string `json:"p"`
	RawPath string `json:"raw,omitempty"`
	Query   string `json:"q,omitempty"`
	// The Host header; where it is empty, example.com.
	Host string `json:"host,omitempty"`
	// X-Forwarded-Prefix
	Prefix  string            `json:"prefix,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
	TLS     bool              `json:"tls,omitempty"`
}

// An answer: the line whose handler was met, with the parameters that it got in their order; or the framework's own
// status with its Location and Allow.
type answer struct {
	Route    *int        `json:"route,omitempty"`
	Params   [][2]string `json:"params,omitempty"`
	Status   int         `json:"status,omitempty"`
	Location string      `json:"location,omitempty"`
	Allow    []string    `json:"allow,omitempty"`
}

// unescaped is JSON without the escapes for HTML.
func unescaped(value any) ([]byte, error) {
	var buffer jsonBuffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return buffer, err
}

type jsonBuffer []byte

func (b *jsonBuffer) Write(bytes []byte) (int, error) {
	*b = append(*b, bytes...)
	return len(bytes), nil
}
