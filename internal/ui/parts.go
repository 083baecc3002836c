package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// drawing writes fixed markup.
func drawing(markup string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, markup)
		return err
	})
}

// Crest is the region's sign in the portal's colours; no official coat of arms.
func Crest() templ.Component {
	return drawing(`<svg class="crest" viewBox="0 0 42 50" aria-hidden="true" focusable="false">` +
		`<path class="field" stroke-width="1.5" d="M2 2h38v24c0 12-9 19-19 22C11 45 2 38 2 26z"/>` +
		`<path class="house" d="M21 8l10 9v9H11v-9z"/><path class="door" d="M19 26v-6a2 2 0 0 1 4 0v6z"/>` +
		`<path class="waves" stroke-width="2.2" stroke-linecap="round" d="M5 31c4-3 7-3 10.700 0s7 3 10.600 0 6.700-3 10.700 0M8 37c3-2.500 6-2.500 8.700 0s6 2.500 8.600 0 5.700-2.500 8.700 0"/></svg>`)
}

// Hstop is the sign of a bus stop as it stands at the road, beside its word.
func Hstop() templ.Component {
	return drawing(`<span class="hstop" aria-hidden="true">H</span>`)
}

// Horizon is the coast at the foot of the home page's greeting: gables, church,
// mast, turbines and lighthouse in the portal's colours.
func Horizon() templ.Component {
	return drawing(`<svg class="horizon" viewBox="0 0 1440 170" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">` +
		`<circle class="sun" cx="944" cy="96" r="30"/>` +
		`<path class="far" d="M0 118c120-26 240-34 380-20 150-30 330-36 480-14 150-24 330-20 580 14v72H0z"/>` +
		`<path class="far" d="M1216 104l3-64h4l3 64zM1219 42l-4-40 8 36zM1221 42l34 20-36-14zM1219 42l-34 22 30-28zM1306 106l2-46h4l2 46zM1309 62l-3-30 6 28zM1311 62l25 15-27-11zM1309 62l-25 16 22-20z"/>` +
		`<path class="mid" d="M0 150V132h120v-8h30v-22l20-20 20 20v16h34v-26h6v-7h6v-7h6v-7h14v7h6v7h6v7h6v30h22v-14l22-20 22 20v18h30v-36l21-24 21 24v32h26v-12h40v16h44V94l3-5 9-50 9 50 3 5v30h34v-16l26-20 26 20v20h60v6h150c60-10 120-10 180 0h600v36H0z"/>` +
		`<path class="mid" d="M986 136h96c-6 14-16 20-28 20h-44c-12 0-20-8-24-20zM1030 132V62h3v70zM1027 70v56h-36c16-16 29-34 36-56zM1036 74v52h30c-5-20-14-38-30-52zM1378 146l6-66h20l6 66zM1382 80v-12h24v12zM1386 68c0-8 4-12 8-14 4 2 8 6 8 14z"/>` +
		`<path class="lit" d="M1387 70h14v8h-14zM164 96h6v8h-6zM396 96h6v8h-6zM556 112h6v7h-6z"/>` +
		`<path class="front" d="M0 158c60-12 110-12 170-2s110 10 170 0 110-10 170 0 110 10 170 0 110-10 170 0 110 10 170 0 110-10 170 0 110 10 170 0 60-8 80-4v18H0z"/>` +
		`</svg>`)
}
