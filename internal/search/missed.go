package search

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"umland/internal/db"
)

// Missed is a question that nothing answered, as the editors see it: the words
// alone, how often in the last days, and when last.
type Missed struct {
	Words string // lower case
	Lang  string // the language that was read
	Times int
	Last  string // local day
}

// What is kept of a question without an answer.
const (
	MissedDays    = 90  // days until it is forgotten
	longestMissed = 50  // code points
	mostMissed    = 4   // words
	mostDigits    = 4   // more may be a phone number
	missedPerDay  = 300 // different questions of a portal
	missedShown   = 200
)

// CountMissed counts a question that nothing answered, on a local day of a
// portal. What may be a person's is not kept: long questions, numbers like
// those of a phone, and addresses of mail. A portal keeps 300 different ones
// a day; further ones are dropped.
func (x *Index) CountMissed(ctx context.Context, portal, lang, question, day string) error {
	words, ok := missedWords(question)
	if !ok {
		return nil
	}
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE missed SET times = times + 1 WHERE portal = $1 AND day = $2 AND lang = $3 AND words = $4`, portal, day, lang, words)
		if err != nil || n > 0 {
			return err
		}
		known, err := db.One(ctx, tx, db.Int, `SELECT COUNT(*) FROM missed WHERE portal = $1 AND day = $2`, portal, day)
		if err != nil || known >= missedPerDay {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO missed (portal, day, lang, words, times) VALUES ($1, $2, $3, $4, 1)
			ON CONFLICT (portal, day, lang, words) DO UPDATE SET times = missed.times + 1`, portal, day, lang, words)
		return err
	})
}

// missedWords brings a question to the form in which it is kept; ok is false
// where it is not kept.
func missedWords(question string) (words string, ok bool) {
	parts := strings.FieldsFunc(strings.ToLower(question), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"„“”»«,;?!`, r) })
	words = strings.Join(parts, " ")
	if len(parts) == 0 || len(parts) > mostMissed || utf8.RuneCountInString(words) > longestMissed || strings.Contains(words, "www.") {
		return "", false
	}
	letters, digits := 0, 0
	for _, r := range words {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		case !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(" -'’.&+", r):
			return "", false // @, a slash, a sign that nobody searches for
		}
	}
	return words, letters > 1 && digits <= mostDigits
}

// MissedSince lists the questions of a portal that nothing answered since a
// local day, the most frequent first.
func (x *Index) MissedSince(ctx context.Context, portal, day string) ([]Missed, error) {
	return db.All(ctx, x.db, func(r db.Row) (Missed, error) {
		var m Missed
		return m, r.Scan(&m.Words, &m.Lang, &m.Times, &m.Last)
	}, `SELECT words, lang, CAST(SUM(times) AS BIGINT), MAX(day) FROM missed WHERE portal = $1 AND day >= $2
		GROUP BY words, lang ORDER BY SUM(times) DESC, MAX(day) DESC, words, lang LIMIT $3`, portal, day, missedShown)
}

// DropMissed takes a question off a portal's list, because an editor has dealt
// with it.
func (x *Index) DropMissed(ctx context.Context, portal, lang, words string) error {
	return x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM missed WHERE portal = $1 AND lang = $2 AND words = $3`, portal, lang, words)
		return err
	})
}

// ForgetMissed deletes what was asked before a local day and tells how many
// rows that were.
func (x *Index) ForgetMissed(ctx context.Context, day string) (n int64, err error) {
	// Across portals: the job keeps the whole installation's promise.
	err = x.db.Write(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err = tx.Exec(ctx, `DELETE FROM missed WHERE day < $1`, day)
		return err
	})
	return n, err
}
