// Package audit is the log of the server.
package audit

import "log/slog"

// Log writes the lines of one part of the server.
type Log struct {
	part string
	out  *slog.Logger
}

// For gives the log of a part.
func For(part string) *Log {
	return &Log{part: part, out: slog.Default()}
}

// Note writes a line about something that happened.
func (l *Log) Note(event string, values ...any) {
	l.out.Info(l.part+": "+event, values...)
}
