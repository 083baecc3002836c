package search

// Vocabulary tells in how many documents a word stands, by the loose spelling
// of the word. The splitter weighs compounds by it.
type Vocabulary map[string]int
