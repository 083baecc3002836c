package richtext

import (
	"regexp"
	"strconv"
	"strings"
)

// ToPlain writes HTML as the text that FromPlain reads, for a plain text
// field. No word is lost; what FromPlain makes of it again may be laid out
// more simply (a table's caption becomes a paragraph).
func ToPlain(h HTML) string {
	return strings.Join(plainOf(parse(string(h)), false), "\n\n")
}

// plainOf gives the text of each block.
func plainOf(blocks []*node, quoted bool) []string {
	var out []string
	for _, n := range blocks {
		switch n.tag {
		case "h2", "h3", "h4":
			out = append(out, strings.Repeat("#", int(n.tag[1]-'0'))+" "+oneLine(n.kids))
		case "ul", "ol":
			out = append(out, strings.Join(listLines(n, ""), "\n"))
		case "blockquote":
			out = append(out, quoteText(n))
		case "table":
			out = append(out, tableText(n))
		case "figure":
			out = append(out, figureText(n, quoted)...)
		case "img":
			out = append(out, imageText(n))
		default:
			out = append(out, linesText(n.kids, quoted))
		}
	}
	return out
}

func quoteText(n *node) string {
	blocks, source := n.kids, ""
	if last := len(blocks) - 1; blocks[last].tag == "footer" {
		source = oneLine(blocks[last].kids)
		blocks = blocks[:last]
	}
	text := strings.Join(plainOf(blocks, true), "\n\n")
	if source != "" {
		text += "\n— " + source
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("> "+l, " ")
	}
	return strings.Join(lines, "\n")
}

// figureText keeps pictures and caption together; the caption of anything
// else follows as a paragraph.
func figureText(n *node, quoted bool) []string {
	blocks, caption := n.kids, []*node(nil)
	if last := len(blocks) - 1; blocks[last].tag == "figcaption" {
		caption, blocks = blocks[last].kids, blocks[:last]
	}
	if !only(blocks, "img") {
		out := plainOf(blocks, quoted)
		if len(caption) > 0 {
			out = append(out, linesText(caption, quoted))
		}
		return out
	}
	lines := plainOf(blocks, quoted)
	if len(caption) > 0 {
		lines = append(lines, linesText(caption, quoted))
	}
	return []string{strings.Join(lines, "\n")}
}

func tableText(n *node) string {
	var lines []string
	for _, part := range n.kids {
		for _, row := range part.kids {
			line := "|"
			for _, c := range row.kids {
				text := strings.ReplaceAll(oneLine(c.kids), "|", `\|`)
				if strings.HasPrefix(text, "#") {
					text = `\` + text
				} else if strings.Trim(text, ":-") == "" {
					// A row of dashes would be the line under the head.
					text = strings.Replace(text, "-", `\-`, 1)
				}
				if c.tag == "th" && part.tag == "tbody" {
					text = "# " + text
				}
				line += " " + text + " |"
			}
			lines = append(lines, line)
		}
		if part.tag == "thead" {
			lines = append(lines, "|"+strings.Repeat("---|", len(part.kids[0].kids)))
		}
	}
	return strings.Join(lines, "\n")
}

// listLines writes a list; an item's further lines stand under its words.
func listLines(n *node, indent string) []string {
	var out []string
	for i, li := range n.kids {
		mark := "-"
		if n.tag == "ol" {
			mark = strconv.Itoa(min(i+1, 999)) + "."
		}
		lines := itemLines(li, indent+"  ")
		first := ""
		if len(lines) > 0 && li.kids[0].tag != "ul" && li.kids[0].tag != "ol" {
			first, lines = " "+strings.TrimPrefix(lines[0], indent+"  "), lines[1:]
		}
		out = append(append(out, indent+mark+first), lines...)
	}
	return out
}

func itemLines(li *node, indent string) []string {
	var out []string
	var run []*node
	end := func() {
		if len(run) > 0 {
			for _, l := range strings.Split(linesText(run, false), "\n") {
				out = append(out, indent+l)
			}
		}
		run = nil
	}
	for _, k := range li.kids {
		switch k.tag {
		case "ul", "ol":
			end()
			out = append(out, listLines(k, indent)...)
		case "p":
			end()
			run = k.kids
			end()
		default:
			run = append(run, k)
		}
	}
	end()
	return out
}

func oneLine(kids []*node) string {
	return strings.ReplaceAll(inlineText(kids, false), "\n", " ")
}

var lineMark = regexp.MustCompile(`^(?:[-#>|]|— |\d{1,3}\.(?: |$))`)

// linesText writes inline nodes; where a line would begin with a mark of its
// own, a backslash takes the meaning away.
func linesText(kids []*node, quoted bool) string {
	lines := strings.Split(inlineText(kids, false), "\n")
	for i, l := range lines {
		lines[i] = guard(l, quoted)
	}
	return strings.Join(lines, "\n")
}

// guard protects the beginning of a line.
func guard(line string, quoted bool) string {
	m := lineMark.FindString(line)
	switch {
	case m == "" || m == "— " && !quoted:
		return line
	case m[0] >= '0' && m[0] <= '9':
		dot := strings.IndexByte(line, '.')
		return line[:dot] + `\` + line[dot:]
	default:
		return `\` + line
	}
}

// inlineText writes words with their marks; inLink also protects brackets.
func inlineText(kids []*node, inside bool) string {
	var b strings.Builder
	for i, n := range kids {
		switch n.tag {
		case "":
			b.WriteString(escape(n.text, inside || i+1 < len(kids) && kids[i+1].tag != "br"))
		case "br":
			b.WriteByte('\n')
		case "strong":
			b.WriteString("**" + inlineText(n.kids, true) + "**")
		case "em":
			b.WriteString("__" + inlineText(n.kids, true) + "__")
		case "a":
			b.WriteString("[" + inlineText(n.kids, true) + "](" + parens.Replace(n.get("href")) + ")")
		case "img":
			b.WriteString(imageText(n))
		}
	}
	return b.String()
}

// parens keeps an address free of the characters that end it in plain text.
var parens = strings.NewReplacer("(", "%28", ")", "%29", "|", "%7C")

func imageText(n *node) string {
	size := ""
	if w, h := n.get("width"), n.get("height"); w != "" && h != "" {
		size = " " + w + "x" + h
	}
	return "![" + escape(n.get("alt"), true) + "](" + n.get("src") + size + ")"
}

// escape puts a backslash before what FromPlain would take for a mark, and
// before nothing else: editors read this text. before says that a mark may
// follow the text directly.
func escape(s string, before bool) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		last := i+1 == len(runes)
		var next rune
		if !last {
			next = runes[i+1]
		}
		switch {
		case r == '\\' && (last || strings.ContainsRune(marks, next)),
			(r == '*' || r == '_') && (next == r || last && before),
			r == '!' && (next == '[' || last && before),
			(r == '[' || r == ']') && before,
			r == '[' && strings.Contains(s[len(string(runes[:i])):], "]("),
			r == ']' && next == '(':
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Escape returns s on one line so that FromPlain shows it as it is, at the
// beginning of a line and inside.
func Escape(s string) string { return guard(escape(squeeze(plainRunes(s)), true), true) }
