package intake

// Reader reads conversations. It holds the rules and nothing of the conversations; it may be used by many at once.
type Reader struct {
	acts    []rule
	vetoes  []rule
	labels  []labelRule
	lexicon *lexicon
}

// New reads the rules. An error means that a rule file is broken.
func New() (*Reader, error) {
	acts, err := readRules("acts.txt")
	if err != nil {
		return nil, err
	}
	vetoes, err := readRules("vetoes.txt")
	if err != nil {
		return nil, err
	}
	labels, err := readLabels()
	if err != nil {
		return nil, err
	}
	words, err := readLexicon()
	if err != nil {
		return nil, err
	}
	return &Reader{acts: acts, vetoes: vetoes, labels: labels, lexicon: words}, nil
}

// Orders reads the orders of a conversation, in the order in which they were begun.
func (r *Reader) Orders(c Conversation) []Order {
	t := talk{reader: r, title: c.Title, menu: map[string]menuPrice{}}
	for i := range c.Turns {
		t.turn(&c.Turns[i])
	}
	return t.finish(c.AsOf)
}

// acts is what a message does: the names of the rules that hold.
type acts map[string]bool

func actsOf(rules []rule, who speaker, text string) acts {
	var found acts
	for i := range rules {
		if rules[i].who != anyone && rules[i].who != who || found[rules[i].name] {
			continue
		}
		if rules[i].holds(text) {
			if found == nil {
				found = acts{}
			}
			found[rules[i].name] = true
		}
	}
	return found
}
