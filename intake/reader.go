package intake

// Reader reads conversations. It holds the rules and nothing of the conversations; it may be used by many at once.
type Reader struct {
	acts    ruleSet
	vetoes  ruleSet
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
	return &Reader{acts: newRuleSet(acts), vetoes: newRuleSet(vetoes), labels: labels, lexicon: words}, nil
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

func actsOf(set ruleSet, who speaker, text string) acts {
	var found acts
	hit := set.words.in(text)
	if hit == (groups{}) {
		return nil
	}
	for i := range set.rules {
		r := &set.rules[i]
		if !hit.has(i) || r.who != anyone && r.who != who || found[r.name] {
			continue
		}
		if r.holds(text) {
			if found == nil {
				found = acts{}
			}
			found[r.name] = true
		}
	}
	return found
}

// ruleSet is a list of rules with an index of their words.
type ruleSet struct {
	rules []rule
	words *vocabulary
}

func newRuleSet(rules []rule) ruleSet {
	s := ruleSet{rules, &vocabulary{}}
	for i := range rules[:min(len(rules), groupsMax)] {
		for _, w := range rules[i].words {
			s.words.put(w, i)
		}
	}
	return s
}
