// Package screen shows things outside the terminal.
package screen

import (
	"github.com/atotto/clipboard"
	"github.com/gen2brain/beeep"
)

// Desktop is the desktop around the terminal.
type Desktop struct{}

// Notify shows a line for a few seconds.
func (Desktop) Notify(title, line string) error {
	return beeep.Notify(title, line, "")
}

// Offer puts a text where it can be pasted from.
func (Desktop) Offer(text string) error {
	return clipboard.WriteAll(text)
}
