package event

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"umland/internal/content"
	"umland/internal/fault"
	"umland/internal/web"
)

// quiet is the empty margin around a QR code, in modules (ISO/IEC 18004).
const quiet = 4

// Code answers /veranstaltungen/{slug}/qr.svg: the address of the event as a
// QR code, for what is printed. An event of another portal that is shown here
// has one too: its picture comes from the host that prints it, its address is
// the event's own.
func (m *Room) Code(w http.ResponseWriter, r *web.Request) error {
	owner := r.URL.Query().Get("portal")
	if owner == "" {
		owner = r.Site.Slug
	}
	if _, ok := r.Directory().BySlug(owner); !ok {
		return fault.New(fault.NotFound, "errors.not_found")
	}
	it, err := m.spine.Visible(r.Context(), owner, content.Event, r.PathValue("slug"))
	if err != nil {
		return err
	}
	return sendCode(w, r.ItemURL(owner, it.Path()))
}

// codeHref is the QR code of the event of a date, on this portal's host.
func codeHref(r *web.Request, o content.Occurrence) string {
	address := r.Href(o.Path() + "/qr.svg")
	if o.Portal != r.Site.Slug {
		address += "?portal=" + o.Portal
	}
	return address
}

// ListCode answers /veranstaltungen/qr.svg: the address of the calendar with
// the filters that stand in its own.
func (m *Room) ListCode(w http.ResponseWriter, r *web.Request) error {
	address := r.Abs("/veranstaltungen")
	if q := r.URL.Query().Encode(); q != "" {
		address += "?" + q
	}
	return sendCode(w, address)
}

// mostInCode bounds an address that a telephone still reads from paper.
const mostInCode = 600

func sendCode(w http.ResponseWriter, address string) error {
	if len(address) > mostInCode {
		return fault.New(fault.BadRequest, "errors.bad_address")
	}
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return err
	}
	body := codeSVG(code)
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "public, max-age=3600")
	_, err = w.Write(body)
	return err
}

// codeSVG draws a code black on white, whatever the page's colours: a line of
// dark modules is one rectangle of the path.
func codeSVG(code barcode.Barcode) []byte {
	size := code.Bounds().Dx()
	dark := func(x, y int) bool {
		grey, _, _, _ := code.At(x, y).RGBA()
		return grey < 0x8000
	}
	var b bytes.Buffer
	all := size + 2*quiet
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, all, all, all, all)
	for y := range size {
		for x := 0; x < size; x++ {
			if !dark(x, y) {
				continue
			}
			first := x
			for x < size && dark(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", first+quiet, y+quiet, x-first, x-first)
		}
	}
	b.WriteString(`"/></svg>`)
	return b.Bytes()
}
