package phone

import (
	"sync"

	"umland/internal/i18n"
)

// spoken is a stored number for readers of a language.
type spoken struct {
	number string
	lang   i18n.Lang
}

// forms keeps how numbers are written: taking one apart costs more than the
// row of a list around it, and lists show the same ones again and again.
type forms struct {
	mu   sync.RWMutex
	kept map[spoken]string
}

// mostForms bounds them; they are emptied when full.
const mostForms = 4000

var written forms

func (f *forms) find(key spoken, write func(string, i18n.Lang) string) string {
	f.mu.RLock()
	text, ok := f.kept[key]
	f.mu.RUnlock()
	if ok {
		return text
	}
	text = write(key.number, key.lang)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.kept == nil || len(f.kept) >= mostForms {
		f.kept = map[spoken]string{}
	}
	f.kept[key] = text
	return text
}
