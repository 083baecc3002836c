package importer

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"umland/internal/clock"
	"umland/internal/i18n"
)

// patience is how long an import runs before a bar appears.
const patience = 2 * time.Second

// Bar gives a progress function for Run that draws a bar on a terminal once
// the import has taken two seconds, and one that clears it away. Where w is no
// terminal, nothing is drawn.
func Bar(w io.Writer, terminal bool, lang i18n.Lang) (progress func(done, total int), clear func()) {
	if !terminal {
		return func(int, int) {}, func() {}
	}
	return bar(w, clock.System{}, lang)
}

func bar(w io.Writer, c clock.Clock, lang i18n.Lang) (progress func(done, total int), clear func()) {
	began := c.Now()
	var b *progressbar.ProgressBar
	progress = func(done, total int) {
		if c.Now().Sub(began) < patience || total == 0 {
			return
		}
		if b == nil {
			b = progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionShowCount(),
				progressbar.OptionSetDescription(i18n.T(lang, "import.progress")), progressbar.OptionSetWidth(30),
				progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
		}
		_ = b.Set(done) // a bar that cannot be drawn is no reason to stop
	}
	return progress, func() {
		if b != nil {
			_ = b.Finish()
		}
	}
}
